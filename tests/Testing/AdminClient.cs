using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sws.Testing;

/// <summary>An operator of a gateway's admin API, with tokens made here and not by the product.</summary>
public sealed class AdminClient(int httpPort, string accessKeyFile) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeouts.Step };

    /// <summary>The URL of all admin routes, without a slash at its end.</summary>
    public string BaseUrl { get; } = $"http://127.0.0.1:{httpPort}/api/admin";

    /// <summary>The access key.</summary>
    public string Key { get; } = File.ReadAllText(accessKeyFile).Trim();

    /// <summary>The operator of a gateway with the embedded key.</summary>
    public static AdminClient Of(GatewayProcess gateway) => new(gateway.HttpPort, Path.Combine(gateway.DataDirectory, "api.key"));

    /// <summary>A token of any content.</summary>
    public static string Token(string key, object claims, string algorithm = "HS256") =>
        Token(key, JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, typ = "JWT" }), JsonSerializer.SerializeToUtf8Bytes(claims));

    /// <summary>A signed token of any bytes.</summary>
    public static string Token(string key, ReadOnlySpan<byte> header, ReadOnlySpan<byte> claims)
    {
        var signed = Base64Url.EncodeToString(header) + "." + Base64Url.EncodeToString(claims);
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>Asks, with the audience that the Web PubSub SDKs give: the request's own URL.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        var url = BaseUrl + path;
        var token = Token(Key, new { aud = url.Split('?')[0], sub = "tester", exp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60 });
        return SendAsync(method, path, token, body is null ? null : JsonContent.Create(body));
    }

    /// <summary>Asks with any token and body.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, BaseUrl + path) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request).Within(Timeouts.Step, $"the answer to {method} {path}");
    }

    /// <summary>Asks, and fails unless the answer is a success. Returns its JSON.</summary>
    public async Task<JsonElement> DoAsync(HttpMethod method, string path, object? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text.Length == 0 ? default : JsonElement.Parse(text)
            : throw new InvalidOperationException($"{method} {path} was answered with {(int)answer.StatusCode}: {text}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
