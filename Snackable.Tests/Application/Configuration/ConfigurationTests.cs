using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Snackable.Api;
using Snackable.Api.Http;

namespace Snackable.Tests.Application.Configuration;

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
            ("CORS_ORIGINS", "https://a.example, https://b.example/app, c.example"),
            ("CACHE_SIZE_MB", "0"),
            ("UPSTREAM_MAX_CALLS", "0"),
            ("UPSTREAM_MEMORY_MB", "31"),
            ("DB_CONNECTION_STRING", "Bananas=1"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("PROCESSING_API_HOST: must be an absolute http or https address"));
        Assert.That(error, Does.Contain("MAX_PAGES: 'many' is not a whole number."));
        Assert.That(error, Does.Contain("UPSTREAM_DEADLINE_SECONDS: must be between 0.1 and 300."));
        Assert.That(error, Does.Contain("CORS_ORIGINS: 'https://b.example/app' is not an origin"));
        Assert.That(error, Does.Contain("CORS_ORIGINS: 'c.example' is not an origin").And.Not.Contain("'https://a.example'"));
        Assert.That(error, Does.Contain("CACHE_SIZE_MB: must be between 1 and 65536."));
        Assert.That(error, Does.Contain("UPSTREAM_MAX_CALLS: must be between 1 and 10000."));
        Assert.That(error, Does.Contain("UPSTREAM_MEMORY_MB: must be at least UPSTREAM_MAX_RESPONSE_MB"));
        Assert.That(error, Does.Contain("DB_CONNECTION_STRING: "));
        Assert.That(error, Does.Not.Contain("   at ").And.Not.Contain("Exception"));
    }

    [Test]
    public async Task Start_MongoAddressThatIsNone_SaysSoWithoutShowingIt()
    {
        var (exitCode, error) = await RunAsync(
            ("PROCESSING_API_HOST", "http://127.0.0.1:1"), ("DB_CONNECTION_STRING", "mongodb://grandma:s3cret/recipe@db/snackable"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(2), error);
        Assert.That(error, Does.Contain("DB_CONNECTION_STRING: is not a MongoDB address"));
        Assert.That(error, Does.Not.Contain("s3cret").And.Not.Contain("grandma"));
    }

    [Test]
    public async Task Start_NothingConfigured_AsksForTheProcessingApisAddress()
    {
        var (exitCode, error) = await RunAsync(("PROCESSING_API_HOST", ""));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(2), error);
        Assert.That(error, Does.Contain("PROCESSING_API_HOST: is required"));
    }

    [TestCase("DB_CONNECTION_STRING", "Data Source=x;Default Timeout=abc")]
    [TestCase("DB_CONNECTION_STRING", "Data Source=x;Password=geheim")]
    [TestCase("DB_CONNECTION_STRING", "Data Source=:memory:")]
    [TestCase("DB_CONNECTION_STRING", "Data Source=file:x?mode=memory")]
    [TestCase("PROCESSING_API_HOST", "http://grandma:geheim@127.0.0.1:9001")]
    [TestCase("PROCESSING_API_HOST", "http://127.0.0.1:9001/#part")]
    [TestCase("CORS_ORIGINS", "*,https://a.example")]
    [TestCase("ASPNETCORE_URLS", "foo")]
    [TestCase("ASPNETCORE_URLS", "http://127.0.0.1:0;http://127.0.0.1:9305x")]
    [TestCase("ASPNETCORE_URLS", "http://localhost:abc")]
    [TestCase("ASPNETCORE_URLS", "http://127.0.0.1:99999")]
    [TestCase("ASPNETCORE_HTTP_PORTS", "abc")]
    [TestCase("ASPNETCORE_HTTPS_PORTS", "70000")]
    [TestCase("Logging__LogLevel", "Loud", "Logging__LogLevel__Default")]
    [TestCase("ASPNETCORE_URLS or Kestrel__Endpoints", "ftp://127.0.0.1:0", "Kestrel__Endpoints__Files__Url")]
    [TestCase("Kestrel__Endpoints__Files__Url", "foo", "Kestrel__Endpoints__Files__Url")]
    [TestCase("Kestrel__Endpoints__Files__Url", "http://127.0.0.1:99999", "Kestrel__Endpoints__Files__Url")]
    public async Task Start_OneSettingThatDoesNotFit_NamesItWithoutItsSecrets(string told, string value, string? variable = null)
    {
        var (exitCode, error) = await RunAsync(("PROCESSING_API_HOST", "http://localhost:9001"), (variable ?? told, value));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain(told).And.Not.Contain("   at ").And.Not.Contain("geheim"));
    }

    // What a list or an object in the settings file is read as.
    [TestCase("CORS_ORIGINS__0", "https://a.example", "CORS_ORIGINS")]
    [TestCase("MAX_PAGES__Most", "100", "MAX_PAGES")]
    [TestCase("PROCESSING_API_HOST__Url", "http://localhost:9001", "PROCESSING_API_HOST")]
    public async Task Start_ListOrObjectForOneValue_SaysSo(string variable, string value, string told)
    {
        var (exitCode, error) = await RunAsync(("PROCESSING_API_HOST", "http://localhost:9001"), (variable, value));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(2), error);
        Assert.That(error, Does.Contain($"{told}: must be one value, not a list or an object."));
    }

    [Test]
    public async Task Start_PortTaken_SaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (exitCode, error) = await RunAsync(("PROCESSING_API_HOST", "http://localhost:9001"), ("ASPNETCORE_URLS", $"http://{taken.LocalEndpoint}"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("address already in use").And.Not.Contain("   at "));
    }

    [TestCase("http://localhost:9002")]
    [TestCase("http://*:9002", "--DOTNET_RUNNING_IN_CONTAINER=true")]
    [TestCase("http://localhost:9002", "--DOTNET_RUNNING_IN_CONTAINER=")]
    [TestCase("http://127.0.0.1:7000", "--urls=http://127.0.0.1:7000")]
    [TestCase(null, "--http_ports=7000")]
    [TestCase(null, "--Kestrel:Endpoints:Http:Url=http://127.0.0.1:7000")]
    public void Address_Unless_Configured_IsPort9002(string? expected, params string[] args)
    {
        var builder = SnackableApi.CreateBuilder(args).AddSnackable();

        Assert.That(builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey), Is.EqualTo(expected));
    }

    [TestCase("http://localhost:9002")]
    [TestCase("http://*:80;https://+")]
    [TestCase("http://[::1]:7000/")]
    [TestCase("http://unix:/run/snackable.sock")]
    public void Addresses_ThatTheWebServerKnows_Fit(string urls) =>
        Assert.That(new AddressOptions { Urls = urls, HttpPorts = "0;8080" }.Validate(new ValidationContext(this)), Is.Empty);

    private static async Task<(int ExitCode, string Error)> RunAsync(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "Snackable.Api.dll"))
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["DB_CONNECTION_STRING"] = "Data Source=/nowhere/snackable.db";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        // One that starts after all would never end, nor its output.
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = await process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
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
