using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Trust;

namespace Sws.Gateway.Api;

/// <summary><c>/api/admin/grants</c>: roles that are given to clients, or taken from them, while the cluster runs.</summary>
internal static class GrantEndpoints
{
    private const int IdBytes = 12;
    private const int MaxText = 1024;

    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/grants", ListAsync);
        admin.MapPost("/grants", AddAsync);
        admin.MapDelete("/grants/{id}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(IGrainFactory grains)
    {
        TrustSnapshot snapshot = (await grains.GetGrain<ITrustGrain>(0).GetAsync(null))!;
        return Results.Json(new { snapshot.Version, Grants = snapshot.Grants.Select(Describe) });
    }

    private static async Task<IResult> AddAsync(HttpContext context, TrustAdmin admin, HubCatalog hubs)
    {
        (GrantBody? body, IResult? problem) = await ApiBody.ReadAsync<GrantBody>(context);
        if (problem is not null)
        {
            return problem;
        }

        if (Request(body!) is not { } request || !ApiBody.IsReason(body!.Reason))
        {
            return ApiBody.Bad(
                $"Give 'hub', exactly one of 'userId' (up to {MaxText} characters) and 'publicKey' (base64url of 32 bytes), and exactly one of 'allow' and 'deny', "
                + $"a role: {string.Join(", ", Roles.Known)}, with a pattern where it takes one; 'reason' is up to 500 characters.");
        }

        if (!hubs.TryGet(request.Hub, out _))
        {
            return ApiGuard.Problem(StatusCodes.Status404NotFound, "There is no such hub.");
        }

        TrustChange change = await admin.ChangeAsync(
            request.IsDeny ? "denied" : "granted", null, ApiGuard.Operator(context), body.Reason, (trust, note) => trust.GrantAsync(request, note));
        return change.Outcome switch
        {
            TrustOutcome.Full => ApiGuard.Problem(
                StatusCodes.Status409Conflict, $"There are {ITrustGrain.MaxGrants} grants already; a rule of the hub says it for many clients at once."),
            TrustOutcome.Done => Results.Json(new { change.Id, change.Version }, statusCode: StatusCodes.Status201Created),
            _ => Results.Json(new { change.Id, change.Version }),
        };
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, TrustAdmin admin, string id, string? reason = null)
    {
        if (!Hex.Is(id, IdBytes) || !ApiBody.IsReason(reason))
        {
            return ApiBody.Bad("The id must be 24 lower-case hexadecimal digits, 'reason' up to 500 characters.");
        }

        TrustChange change = await admin.ChangeAsync("grant_withdrawn", id, ApiGuard.Operator(context), reason, (trust, note) => trust.WithdrawAsync(id, note));
        return change.Outcome == TrustOutcome.NotFound
            ? ApiGuard.Problem(StatusCodes.Status404NotFound, "There is no such grant.")
            : Results.Json(new { change.Version });
    }

    private static GrantRequest? Request(GrantBody body)
    {
        bool isSubject = body.UserId is { } user
            ? body.PublicKey is null && user.Length is > 0 and <= MaxText && !user.Any(char.IsControl)
            : body.PublicKey is { } key && PublicKeyText.Is(key);
        string? role = body.Allow is null ? body.Deny : body.Deny is null ? body.Allow : null;
        return isSubject && body.Hub is { Length: > 0 and <= MaxText } hub && role is { Length: <= MaxText }
            && PermissionEntry.TryParse("grant", role, body.Deny is not null, out _)
            ? new GrantRequest(hub, body.UserId is null ? GrantSubject.PublicKey : GrantSubject.UserId, (body.UserId ?? body.PublicKey)!, body.Deny is not null, role)
            : null;
    }

    private static object Describe(Grant grant) => new
    {
        grant.Id,
        grant.Request.Hub,
        UserId = grant.Request.Subject == GrantSubject.UserId ? grant.Request.Value : null,
        PublicKey = grant.Request.Subject == GrantSubject.PublicKey ? grant.Request.Value : null,
        Allow = grant.Request.IsDeny ? null : grant.Request.Role,
        Deny = grant.Request.IsDeny ? grant.Request.Role : null,
        grant.Note,
    };

    /// <summary>The body of a grant.</summary>
    internal sealed record GrantBody(
        string? Hub = null, string? UserId = null, string? PublicKey = null, string? Allow = null, string? Deny = null, string? Reason = null);
}
