namespace Sws.Gateway.Hosting;

/// <summary>What orchestrators and load balancers ask.</summary>
internal static class HealthEndpoints
{
    public static void MapSwsHealth(this WebApplication app)
    {
        app.MapGet("/healthz/live", () => Results.Text("live\n"));
        app.MapGet("/healthz/ready", async (Readiness readiness) =>
        {
            IReadOnlyList<string> causes = await readiness.CheckAsync();
            return causes.Count == 0
                ? Results.Text("ready\n")
                : Results.Text(string.Concat(causes.Select(cause => cause + "\n")), statusCode: StatusCodes.Status503ServiceUnavailable);
        });
    }
}
