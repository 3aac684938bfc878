using Sws.Gateway.Options;

namespace Sws.Gateway.Api;

/// <summary>Adds the HTTP API.</summary>
internal static partial class ApiHosting
{
    /// <summary>Reads the access key, and adds what the routes need. Without a key there is no API.</summary>
    /// <exception cref="Hosting.StartupException">The key file cannot be used.</exception>
    public static IServiceCollection AddSwsApi(this IServiceCollection services, GatewaySettings settings) =>
        AccessKey.Load(settings) is { } key
            ? services.AddSingleton(key).AddSingleton<ApiGuard>().AddSingleton<TrustAdmin>()
            : services;

    /// <summary>Opens the routes.</summary>
    public static void UseSwsApi(this WebApplication app)
    {
        if (app.Services.GetService<AccessKey>() is not { } key)
        {
            LogNoKey(app.Logger);
            return;
        }

        LogKey(app.Logger, key.File);
        ApiGuard guard = app.Services.GetRequiredService<ApiGuard>();

        // Before routing: whoever has no token learns nothing of what there is.
        app.UseWhen(
            static context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            branch => branch.Use(next => context => guard.InvokeAsync(context, next)));
        app.UseRouting();
        RouteGroupBuilder admin = app.MapGroup("/api/admin");
        AuthorityEndpoints.Map(admin);
        RevocationEndpoints.Map(admin);
        GrantEndpoints.Map(admin);
        SessionEndpoints.Map(admin);
        NodeEndpoints.Map(admin);
        ExplainEndpoint.Map(admin);
    }
}
