using System.Buffers.Text;
using System.Net;
using Sws.Gateway.Trust;
using Sws.Grains.Interfaces.Edges;
using Sws.Protocol;

namespace Sws.Gateway.Api;

/// <summary><c>/api/admin/sessions</c>: who is connected.</summary>
internal static class SessionEndpoints
{
    private const int DefaultTop = 100;
    private const int MaxTop = 1000;
    private const int MaxText = 1024;

    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/sessions", ListAsync);
        admin.MapGet("/sessions/{connectionId}", ShowAsync);
        admin.MapDelete("/sessions/{connectionId}", EndAsync);
    }

    private static async Task<IResult> ListAsync(
        IGrainFactory grains, string? hub = null, string? userId = null, string? after = null, string? top = null)
    {
        int count = DefaultTop;
        if ((top is not null && (!int.TryParse(top, System.Globalization.NumberStyles.None, null, out count) || count is < 1 or > MaxTop))
            || hub?.Length > MaxText || userId?.Length > MaxText || after?.Length > MaxText)
        {
            return ApiBody.Bad($"'top' must be a whole number from 1 to {MaxTop}; 'hub', 'userId' and 'after' have up to {MaxText} characters.");
        }

        IReadOnlyList<SessionSummary> sessions = await View(grains).ListSessionsAsync(new SessionQuery(hub, userId, null, after, count));
        return Results.Json(new { Sessions = sessions.Select(Describe), Next = sessions.Count == count ? sessions[^1].ConnectionId : null });
    }

    private static async Task<IResult> ShowAsync(IGrainFactory grains, string connectionId)
    {
        if (!IsConnectionId(connectionId))
        {
            return BadId();
        }

        IReadOnlyList<SessionSummary> sessions = await View(grains).ListSessionsAsync(new SessionQuery(null, null, connectionId, null, 1));
        return sessions.Count == 0 ? NotFound() : Results.Json(Describe(sessions[0]));
    }

    private static async Task<IResult> EndAsync(HttpContext context, IGrainFactory grains, AuditLog audit, string connectionId)
    {
        if (!IsConnectionId(connectionId))
        {
            return BadId();
        }

        if (!await View(grains).EndSessionAsync(connectionId, CloseReason.ClosedByServer.Tag))
        {
            return NotFound();
        }

        audit.SessionEnded(connectionId, ApiGuard.Operator(context));
        return Results.NoContent();
    }

    private static IClusterViewGrain View(IGrainFactory grains) => grains.GetGrain<IClusterViewGrain>(0);

    // As the edges make them: 16 bytes, base64url.
    private static bool IsConnectionId(string id) => Base64Url.IsValid(id, out int length) && length == 16 && id.Length == 22;

    private static IResult BadId() => ApiBody.Bad("A connection id is 22 characters of base64url.");

    private static IResult NotFound() => ApiGuard.Problem(StatusCodes.Status404NotFound, "No edge holds this session.");

    private static object Describe(SessionSummary session) => new
    {
        session.ConnectionId,
        session.Hub,
        session.UserId,
        session.EdgeId,
        session.Attached,
        session.Generation,
        session.Protocol,
        session.Version,
        PublicKey = Base64Url.EncodeToString(session.PublicKey),
        RemoteAddress = new IPAddress(session.RemoteAddress).ToString(),
        Certificate = session.Fingerprint is null
            ? null
            : new { session.Fingerprint, NotAfter = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(session.NotAfterMs, 253_402_300_799_999)) },
    };
}
