using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Snackable.Api;

namespace Snackable.Tests.Api;

/// <summary>What an operator sees who starts the program with settings that do not fit.</summary>
public sealed class ConfigurationTests
{
    [Test]
    public async Task Start_SettingsThatDoNotFit_ListsEveryOneOfThemAndExitsWithAnError()
    {
        var (exitCode, error) = await RunAsync(
            ("PROCESSING_API_HOST", "ftp://example.com"),
            ("MAX_PAGES", "many"),
            ("UPSTREAM_DEADLINE_SECONDS", "0"),
            ("DB_CONNECTION_STRING", "Bananas=1"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("PROCESSING_API_HOST: must be an absolute http or https address"));
        Assert.That(error, Does.Contain("MAX_PAGES: 'many' is not a whole number."));
        Assert.That(error, Does.Contain("UPSTREAM_DEADLINE_SECONDS: "));
        Assert.That(error, Does.Contain("DB_CONNECTION_STRING: "));
        Assert.That(error, Does.Not.Contain("   at ").And.Not.Contain("Exception"));
    }

    [Test]
    public async Task Start_NothingConfigured_AsksForTheProcessingApisAddress()
    {
        var (exitCode, error) = await RunAsync(("PROCESSING_API_HOST", ""));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(2), error);
        Assert.That(error, Does.Contain("PROCESSING_API_HOST: is required"));
    }

    [TestCase("http://localhost:9002")]
    [TestCase("http://*:9002", "--DOTNET_RUNNING_IN_CONTAINER=true")]
    [TestCase("http://127.0.0.1:7000", "--urls=http://127.0.0.1:7000")]
    [TestCase(null, "--http_ports=7000")]
    [TestCase(null, "--Kestrel:Endpoints:Http:Url=http://127.0.0.1:7000")]
    public void Address_Unless_Configured_IsPort9002(string? expected, params string[] args)
    {
        var builder = SnackableApi.CreateBuilder(args).AddSnackable();

        Assert.That(builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey), Is.EqualTo(expected));
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "Snackable.Api.dll"))
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
            await output;
            return (process.ExitCode, error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
