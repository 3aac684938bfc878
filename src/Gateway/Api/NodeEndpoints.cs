using Sws.Gateway.Connections;
using Sws.Gateway.Options;
using Sws.Gateway.Sessions;
using Sws.Gateway.Trust;
using Sws.Grains.Interfaces.Edges;
using Sws.Grains.Trust;

namespace Sws.Gateway.Api;

/// <summary><c>/api/admin/status</c> and <c>/api/admin/drain</c>: this node and its cluster.</summary>
internal static class NodeEndpoints
{
    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/status", StatusAsync);
        admin.MapPost("/drain", Drain);
    }

    private static async Task<IResult> StatusAsync(IServiceProvider services, IGrainFactory grains, GatewaySettings settings, TrustCache trust, TrustWatch watch)
    {
        Dictionary<SiloAddress, SiloStatus> silos = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: false);
        return Results.Json(new
        {
            Node = new
            {
                Role = settings.Role.ToString(),
                EdgeId = services.GetService<EdgeIdentity>()?.Id,
                Connections = services.GetService<ConnectionTable>()?.Count,
                Sessions = services.GetService<SessionRegistry>()?.Count,
                Draining = services.GetService<SessionDrain>()?.HasBegun,
            },
            Trust = new { trust.View?.Snapshot.Version, AgeSeconds = Math.Round(watch.Age.TotalSeconds, 1) },
            Edges = await grains.GetGrain<IClusterViewGrain>(0).ListEdgesAsync(),
            Silos = silos.Select(silo => new { Address = silo.Key.ToParsableString(), Status = silo.Value.ToString() }),
        });
    }

    private static IResult Drain(HttpContext context, IServiceProvider services, AuditLog audit, IHostApplicationLifetime lifetime)
    {
        if (services.GetService<SessionDrain>() is not { } drain)
        {
            return ApiGuard.Problem(StatusCodes.Status409Conflict, "This node has no edge: there is nothing to drain.");
        }

        if (drain.HasBegun)
        {
            return Results.Accepted(value: new { Draining = true });
        }

        audit.DrainBegun(ApiGuard.Operator(context));
        _ = drain.RunAsync(lifetime.ApplicationStopping);
        return Results.Accepted(value: new { Draining = true });
    }
}
