using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using Sws.Grains.Hubs;
using Sws.Grains.Interfaces.Sessions;
using Sws.Grains.Trust;
using Sws.Protocol.Certificates;

namespace Sws.Gateway.Api;

/// <summary><c>POST /api/admin/explain</c>: what a client may do and by which rule, decided by the code that decides for live sessions.</summary>
internal static class ExplainEndpoint
{
    private const int KeyBytes = 32;
    private const int MaxTarget = 1024;

    public static void Map(RouteGroupBuilder admin) => admin.MapPost("/explain", ExplainAsync);

    private static async Task<IResult> ExplainAsync(HttpContext context, HubCatalog hubs, ClientVerifier verifier, TrustCache trust)
    {
        (ExplainBody? body, IResult? problem) = await ApiBody.ReadAsync<ExplainBody>(context);
        if (problem is not null)
        {
            return problem;
        }

        if (Identity(body!) is not { } identity)
        {
            return ApiBody.Bad(
                "Give 'certificate' (a JSON object) or 'publicKey' (base64url of 32 bytes) or both, 'hub', and 'action'; 'version' is 1 or 2, 'address' an IP address.");
        }

        PolicyAction action = PolicyAction.Connect;
        string? name = Enum.GetNames<PolicyAction>().FirstOrDefault(name => name.Equals(body!.Action, StringComparison.OrdinalIgnoreCase));
        if (body!.Target?.Length > MaxTarget || (body.Action is not null && name is null))
        {
            return ApiBody.Bad("'action' must be one of " + string.Join(", ", Enum.GetNames<PolicyAction>().Select(JsonNamingPolicy.CamelCase.ConvertName)) + ".");
        }

        if (name is not null)
        {
            action = Enum.Parse<PolicyAction>(name);
        }

        if (!hubs.TryGet(body.Hub, out Hub? hub))
        {
            return ApiGuard.Problem(StatusCodes.Status404NotFound, "There is no such hub.");
        }

        // An address that was not given is not checked.
        ClientVerdict verdict = verifier.Verify(body.Address is null ? hub with { AddressCheck = AddressCheck.Off } : hub, identity);
        if (verdict.Refusal is { } refusal)
        {
            return Results.Json(new { Allowed = false, By = verdict.RevocationId is { } entry ? $"revocation {entry}" : "certificate", Reason = refusal.Text, refusal.Code });
        }

        PolicyFacts facts = new(identity.PublicKey, identity.Version, Networks.Unmap(new IPAddress(identity.RemoteAddress)), verdict.Certificate);
        string userId = facts.UserIdBy(hub.UserId) ?? "";
        PermissionEntries grants = (trust.View?.Grants ?? GrantIndex.Empty).For(hub.Name, userId, identity.PublicKey);
        PolicyDecision decision = hub.Explain(facts, grants, action, body.Target);
        return Results.Json(new
        {
            decision.Allowed,
            By = decision.Refusal is not null ? "hub" : decision.Entry is not { } decisive ? "default" : GrantIndex.IsGrant(decisive) ? "grant" : "rule",
            Reason = decision.ToString(),
            decision.Refusal?.Code,
        });
    }

    private static ClientIdentity? Identity(ExplainBody body)
    {
        byte[] json = body.Certificate is { } given ? Encoding.UTF8.GetBytes(given.GetRawText()) : [];
        byte[]? key = body.PublicKey is { } text
            ? PublicKeyText.Is(text) ? Base64Url.DecodeFromChars(text) : null
            : Certificate.TryParse(json, out Certificate? certificate, out _) ? certificate!.PublicKey.ToArray() : json.Length > 0 ? new byte[KeyBytes] : null;
        IPAddress? address = IPAddress.Loopback;
        return key is null || body.Hub is null || body.Version is not (1 or 2) || (body.Address is not null && !IPAddress.TryParse(body.Address, out address))
            ? null
            : new ClientIdentity(key, json, body.Version, address!.GetAddressBytes());
    }

    /// <summary>The question.</summary>
    internal sealed record ExplainBody(
        string Hub, string? Action = null, string? Target = null, JsonElement? Certificate = null, string? PublicKey = null, int Version = 2, string? Address = null);
}
