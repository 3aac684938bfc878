using Microsoft.AspNetCore.Http.Features;
using Sws.Gateway.Trust;
using Sws.Grains.Interfaces;

namespace Sws.Gateway.Api;

/// <summary>Stands in front of every route under <c>/api</c>: access token, size of the body, and what an unreachable cluster looks like.</summary>
internal sealed class ApiGuard(AccessKey key, AuditLog audit, TimeProvider time)
{
    /// <summary>The largest body of a request, bytes: four of the largest certificates.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private const string Scheme = "Bearer ";
    private static readonly object OperatorKey = new();

    /// <summary>Who asks, as the token names it.</summary>
    public static string Operator(HttpContext context) => (string)context.Items[OperatorKey]!;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        string header = context.Request.Headers.Authorization.ToString();
        string? problem = "A bearer token is required";
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            problem = AccessToken.Verify(
                key, header[Scheme.Length..].Trim(), context.Request.Host.Value ?? "", context.Request.Path.Value ?? "", time.GetUtcNow(), out string subject);
            context.Items[OperatorKey] = subject;
        }

        if (problem is not null)
        {
            audit.RequestRefused(problem, context.Connection.RemoteIpAddress);
            context.Response.Headers.WWWAuthenticate = header.Length == 0 ? "Bearer realm=\"sws\"" : $"Bearer realm=\"sws\", error=\"invalid_token\", error_description=\"{problem}\"";
            await Problem(StatusCodes.Status401Unauthorized, problem).ExecuteAsync(context);
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception.MeansNoAnswer() && !context.Response.HasStarted)
        {
            await Problem(StatusCodes.Status503ServiceUnavailable, "The cluster does not answer; try again").ExecuteAsync(context);
        }
    }

    /// <summary>An error in the form of RFC 9457.</summary>
    public static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}
