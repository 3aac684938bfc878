using Sws.Grains.Interfaces.Trust;

namespace Sws.Gateway.Api;

/// <summary><c>/api/admin/revocations</c>: what is taken back before its time.</summary>
internal static class RevocationEndpoints
{
    private const int FingerprintBytes = 32;
    private const int IdBytes = 12;
    private const int MaxGid = 255;

    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/revocations", ListAsync);
        admin.MapPost("/revocations", AddAsync);
        admin.MapDelete("/revocations/{id}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(IGrainFactory grains)
    {
        TrustSnapshot snapshot = (await grains.GetGrain<ITrustGrain>(0).GetAsync(null))!;
        return Results.Json(new { snapshot.Version, Revocations = snapshot.Revocations.Select(Describe) });
    }

    private static async Task<IResult> AddAsync(HttpContext context, TrustAdmin admin)
    {
        (RevokeBody? body, IResult? problem) = await ApiBody.ReadAsync<RevokeBody>(context);
        if (problem is not null)
        {
            return problem;
        }

        if (Request(body!) is not { } request || !ApiBody.IsReason(body!.Reason))
        {
            return ApiBody.Bad(
                "Give exactly one of 'certificate' (fingerprint, 64 hexadecimal digits), 'gid' (up to 255 characters), 'publicKey' (base64url of 32 bytes) "
                + "and 'issuedBefore' ({authority: fingerprint, time}); 'reason' is up to 500 characters.");
        }

        TrustChange change = await admin.ChangeAsync(
            "revoked", null, ApiGuard.Operator(context), body.Reason, (trust, note) => trust.RevokeAsync(request, note));
        return change.Outcome switch
        {
            TrustOutcome.NotFound => ApiGuard.Problem(StatusCodes.Status404NotFound, "No trusted authority has this fingerprint."),
            TrustOutcome.Full => ApiGuard.Problem(StatusCodes.Status409Conflict, $"There are {ITrustGrain.MaxRevocations} revocations already; remove those of expired certificates."),
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

        TrustChange change = await admin.ChangeAsync("unrevoked", id, ApiGuard.Operator(context), reason, (trust, note) => trust.UnrevokeAsync(id, note));
        return change.Outcome == TrustOutcome.NotFound
            ? ApiGuard.Problem(StatusCodes.Status404NotFound, "There is no such revocation.")
            : Results.Json(new { change.Version });
    }

    private static RevocationRequest? Request(RevokeBody body)
    {
        int given = (body.Certificate is null ? 0 : 1) + (body.Gid is null ? 0 : 1) + (body.PublicKey is null ? 0 : 1) + (body.IssuedBefore is null ? 0 : 1);
        return given != 1 ? null : body switch
        {
            { Certificate: { } fingerprint } => Hex.Is(fingerprint, FingerprintBytes) ? new(RevocationKind.Certificate, fingerprint, 0) : null,
            { Gid: { } gid } => gid.Length is > 0 and <= MaxGid && !gid.Any(char.IsControl) ? new(RevocationKind.Gid, gid, 0) : null,
            { PublicKey: { } key } => PublicKeyText.Is(key) ? new(RevocationKind.PublicKey, key, 0) : null,
            { IssuedBefore: { } rule } => Hex.Is(rule.Authority, FingerprintBytes)
                ? new(RevocationKind.IssuedBefore, rule.Authority, rule.Time.ToUnixTimeMilliseconds())
                : null,
            _ => null,
        };
    }

    private static object Describe(Revocation entry) => new
    {
        entry.Id,
        Kind = entry.Kind switch
        {
            RevocationKind.Certificate => "certificate",
            RevocationKind.Gid => "gid",
            RevocationKind.PublicKey => "publicKey",
            _ => "issuedBefore",
        },
        entry.Value,
        Before = entry.BeforeMs == 0 ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(entry.BeforeMs),
        entry.Note,
    };

    /// <summary>The body of a revocation.</summary>
    internal sealed record RevokeBody(string? Certificate = null, string? Gid = null, string? PublicKey = null, IssuedBefore? IssuedBefore = null, string? Reason = null);

    /// <summary>Everything that an authority signed before a moment.</summary>
    internal sealed record IssuedBefore(string Authority, DateTimeOffset Time);
}
