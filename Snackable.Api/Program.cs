using Snackable.Api;

try
{
    await using var app = SnackableApi.CreateBuilder(args).AddSnackable().Build().UseSnackable();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (InvalidConfiguration.Explain(exception) is { } explanation)
{
    await Console.Error.WriteLineAsync(explanation);
    return 1;
}
