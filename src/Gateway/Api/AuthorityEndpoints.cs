using System.Text;
using System.Text.Json;
using Sws.Grains.Interfaces.Trust;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Api;

/// <summary><c>/api/admin/authorities</c>: whose certificates are accepted.</summary>
internal static class AuthorityEndpoints
{
    private const int FingerprintBytes = 32;

    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/authorities", ListAsync);
        admin.MapPost("/authorities", AddAsync);
        admin.MapDelete("/authorities/{fingerprint}", RemoveAsync);
    }

    private static async Task<IResult> ListAsync(IGrainFactory grains)
    {
        TrustSnapshot snapshot = (await grains.GetGrain<ITrustGrain>(0).GetAsync(null))!;
        return Results.Json(new { snapshot.Version, Authorities = snapshot.Authorities.Select(Describe) });
    }

    private static async Task<IResult> AddAsync(HttpContext context, TrustAdmin admin)
    {
        (AddBody? body, IResult? problem) = await ApiBody.ReadAsync<AddBody>(context);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Certificate.ValueKind != JsonValueKind.Object || !ApiBody.IsReason(body.Reason))
        {
            return ApiBody.Bad("'certificate' must be the authority's certificate as a JSON object, 'reason' up to 500 characters.");
        }

        TrustChange change = await admin.ChangeAsync(
            "authority_added", null, ApiGuard.Operator(context), body.Reason, (trust, note) => trust.AddAuthorityAsync(body.Certificate.GetRawText(), note));
        return change.Outcome switch
        {
            TrustOutcome.Invalid => ApiBody.Bad("'certificate' is no usable authority's certificate; 'cert show' says what is wrong with it."),
            TrustOutcome.Full => ApiGuard.Problem(StatusCodes.Status409Conflict, $"There are {ITrustGrain.MaxAuthorities} added authorities already; remove one."),
            TrustOutcome.Done => Results.Json(new { Fingerprint = change.Id, change.Version }, statusCode: StatusCodes.Status201Created),
            _ => Results.Json(new { Fingerprint = change.Id, change.Version }),
        };
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, TrustAdmin admin, string fingerprint, string? reason = null)
    {
        if (!Hex.Is(fingerprint, FingerprintBytes) || !ApiBody.IsReason(reason))
        {
            return ApiBody.Bad("The fingerprint must be 64 lower-case hexadecimal digits, 'reason' up to 500 characters.");
        }

        TrustChange change = await admin.ChangeAsync(
            "authority_removed", fingerprint, ApiGuard.Operator(context), reason, (trust, note) => trust.RemoveAuthorityAsync(fingerprint, note));
        return change.Outcome == TrustOutcome.NotFound
            ? ApiGuard.Problem(StatusCodes.Status404NotFound, "No trusted authority has this fingerprint.")
            : Results.Json(new { change.Version });
    }

    private static object Describe(TrustedAuthority authority)
    {
        _ = Certificate.TryParse(Encoding.UTF8.GetBytes(authority.CertificateJson), out Certificate? certificate, out _);
        return new
        {
            authority.Fingerprint,
            Name = certificate?.Authority,
            certificate?.NotAfter,
            Source = authority.Source == AuthoritySource.Added ? "added" : "configured",
            authority.Note,
        };
    }

    /// <summary>The body of an addition.</summary>
    internal sealed record AddBody(JsonElement Certificate, string? Reason = null);
}
