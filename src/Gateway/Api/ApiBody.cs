using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sws.Gateway.Api;

/// <summary>Reads the JSON of a request strictly: no field unknown, none twice.</summary>
internal static class ApiBody
{
    private const int MaxReason = 500;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>Reads a body.</summary>
    /// <returns>The body, or the answer that says why there is none.</returns>
    public static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpContext context)
        where T : class
    {
        try
        {
            T? body = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted);
            return body is null ? (null, Bad("The body must be a JSON object.")) : (body, null);
        }
        catch (JsonException)
        {
            return (null, Bad("The body is not the JSON that this route takes; see docs/admin-api.md."));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, ApiGuard.Problem(exception.StatusCode, "The body cannot be read, or is over 64 KiB."));
        }
    }

    /// <summary>Whether a reason can be kept: at most 500 characters, no control characters; null when none was given.</summary>
    public static bool IsReason(string? reason) => reason is null || (reason.Length is > 0 and <= MaxReason && !reason.Any(char.IsControl));

    /// <summary>400.</summary>
    public static IResult Bad(string detail) => ApiGuard.Problem(StatusCodes.Status400BadRequest, detail);
}
