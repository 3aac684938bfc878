using System.Net;
using System.Text;
using System.Text.Json;
using Sws.Protocol;
using Sws.Testing;

namespace Sws.EndToEnd.Tests.Api;

/// <summary>The admin routes: who may ask, what they answer, and what they make of bad input.</summary>
public sealed class AdminApiTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private const string Hs256 = """{"alg":"HS256"}""";

    // Well-formed JSON that is no text: half of a surrogate pair, as an escape and at the end of one, and what is not UTF-8 (as Latin-1 here).
    private static readonly string[] NoText = ["\"\\ud800\"", "\"HS256\\udc00\"", "\"\u00ff\"", "\"HS256\u00c3\""];

    private GatewayProcess Gateway => fixture.Gateway;

    private AdminClient Admin => fixture.Admin;

    [Fact]
    public async Task Token_Wrong_IsRefusedWithoutAnyWordOfTheRoutes()
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string url = Admin.BaseUrl + "/status";
        string?[] wrong =
        [
            null,
            "",
            "a.b.c",
            new string('x', 5000),
            AdminClient.Token(new string('k', 44), new { aud = url, exp = now + 60 }),
            AdminClient.Token(Admin.Key, new { aud = url, exp = now + 60 }, algorithm: "none"),
            AdminClient.Token(Admin.Key, new { aud = url, exp = now - 60 }),
            AdminClient.Token(Admin.Key, new { aud = url }),
            AdminClient.Token(Admin.Key, new { aud = url, exp = "soon" }),
            AdminClient.Token(Admin.Key, new { exp = now + 60 }),
            AdminClient.Token(Admin.Key, new { aud = url + "s", exp = now + 60 }),
            AdminClient.Token(Admin.Key, new { aud = "http://other.example/api/admin/status", exp = now + 60 }),
            AdminClient.Token(Admin.Key, new { aud = Admin.BaseUrl + "/sta", exp = now + 60 }),
            AdminClient.Token(Admin.Key, new { aud = url, exp = now + 60, nbf = now + 600 }),
            AdminClient.Token(Admin.Key, new[] { 1 }),
            .. NoText.SelectMany(text => new[]
            {
                Signed(new string('k', 44), $$"""{"alg":{{text}}}""", "{}"),
                Signed(Admin.Key, $$"""{"alg":{{text}}}""", $$"""{"aud":"{{url}}","exp":{{now + 60}}}"""),
                Signed(Admin.Key, $$"""{{{text}}:1,"alg":"HS256"}""", $$"""{"aud":"{{url}}s","exp":{{now + 60}}}"""),
                Signed(Admin.Key, Hs256, $$"""{"aud":{{text}},"exp":{{now + 60}}}"""),
                Signed(Admin.Key, Hs256, $$"""{"aud":[{{text}}],"exp":{{now + 60}}}"""),
                Signed(Admin.Key, Hs256, $$"""{"aud":"{{url}}","exp":{{text}}}"""),
                Signed(Admin.Key, Hs256, $$"""{"aud":"{{url}}","exp":{{now + 60}},"sub":{{text}}}"""),
                Signed(Admin.Key, Hs256, $$"""{"aud":"{{url}}s","exp":{{now + 60}},{{text}}:1}"""),
            }),
        ];
        foreach (string? token in wrong)
        {
            using HttpResponseMessage answer = await Admin.SendAsync(HttpMethod.Get, "/status", token, null);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        using HttpResponseMessage unknown = await Admin.SendAsync(HttpMethod.Get, "/nowhere", null, null);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        using HttpResponseMessage all = await Admin.SendAsync(HttpMethod.Get, "/status", AdminClient.Token(Admin.Key, new { aud = Admin.BaseUrl, exp = now + 60 }), null);
        Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        Assert.DoesNotContain(Gateway.Process.Output, line => line.Contains(Admin.Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", "/authorities", "{}")]
    [InlineData("POST", "/authorities", "not json")]
    [InlineData("POST", "/authorities", "[]")]
    [InlineData("POST", "/authorities", "null")]
    [InlineData("POST", "/authorities", """{"certificate":{},"more":1}""")]
    [InlineData("POST", "/authorities", """{"certificate":{"desc":{},"sign":{}}}""")]
    [InlineData("DELETE", "/authorities/xyz", null)]
    [InlineData("POST", "/revocations", "{}")]
    [InlineData("POST", "/revocations", """{"certificate":"abc"}""")]
    [InlineData("POST", "/revocations", """{"gid":""}""")]
    [InlineData("POST", "/revocations", """{"publicKey":"AAAA"}""")]
    [InlineData("POST", "/revocations", """{"gid":"a","publicKey":"b"}""")]
    [InlineData("POST", "/revocations", """{"gid":"a","gid":"b"}""")]
    [InlineData("POST", "/revocations", """{"issuedBefore":{"authority":"x","time":"yesterday"}}""")]
    [InlineData("DELETE", "/revocations/xyz", null)]
    [InlineData("POST", "/grants", "{}")]
    [InlineData("POST", "/grants", """{"hub":"chat","userId":"a"}""")]
    [InlineData("POST", "/grants", """{"hub":"chat","allow":"sendToUser"}""")]
    [InlineData("POST", "/grants", """{"hub":"chat","userId":"a","allow":"fly"}""")]
    [InlineData("POST", "/grants", """{"hub":"chat","userId":"a","allow":"webpubsub.sendToGroup.{x}"}""")]
    [InlineData("POST", "/grants", """{"hub":"chat","userId":"a","allow":"sendToUser","deny":"sendToUser"}""")]
    [InlineData("POST", "/grants", """{"hub":"chat","userId":"a","publicKey":"b","allow":"sendToUser"}""")]
    [InlineData("POST", "/grants", """{"hub":"chat","publicKey":"AAAA","allow":"sendToUser"}""")]
    [InlineData("DELETE", "/grants/xyz", null)]
    [InlineData("GET", "/sessions?top=0", null)]
    [InlineData("GET", "/sessions?top=x", null)]
    [InlineData("GET", "/sessions/short", null)]
    [InlineData("DELETE", "/sessions/short", null)]
    [InlineData("POST", "/explain", "{}")]
    [InlineData("POST", "/explain", """{"hub":"chat","publicKey":"AAAA"}""")]
    [InlineData("POST", "/explain", """{"hub":"chat","publicKey":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","action":"fly"}""")]
    public async Task Request_Bad_IsAProblemWithReason(string method, string path, string? body)
    {
        string token = AdminClient.Token(Admin.Key, new { aud = Admin.BaseUrl, exp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60 });
        using StringContent? content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await Admin.SendAsync(new HttpMethod(method), path, token, content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Body_OverTheLimit_IsRefused()
    {
        using HttpResponseMessage answer = await Admin.SendAsync(HttpMethod.Post, "/revocations", new { gid = new string('x', 100_000) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Unknown_Things_AreNotFound()
    {
        (HttpMethod Method, string Path)[] requests =
        [
            (HttpMethod.Delete, "/authorities/" + new string('0', 64)),
            (HttpMethod.Delete, "/revocations/" + new string('0', 24)),
            (HttpMethod.Delete, "/grants/" + new string('0', 24)),
            (HttpMethod.Get, "/sessions/" + new string('A', 22)),
            (HttpMethod.Delete, "/sessions/" + new string('A', 22)),
        ];
        foreach ((HttpMethod method, string path) in requests)
        {
            using HttpResponseMessage answer = await Admin.SendAsync(method, path);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Sessions_OfAClient_AreListedShownAndEnded()
    {
        await using RawSwsClient client = await RawSwsClient.OpenAsync(Gateway.Url("echo"));
        await client.SendAsync("hello");
        await client.ReadAsync("the echo");
        JsonElement listed = Assert.Single((await Admin.DoAsync(HttpMethod.Get, "/sessions?hub=echo")).GetProperty("sessions").EnumerateArray());
        string id = listed.GetProperty("connectionId").GetString()!;
        Assert.True(listed.GetProperty("attached").GetBoolean());
        Assert.Empty((await Admin.DoAsync(HttpMethod.Get, "/sessions?hub=chat")).GetProperty("sessions").EnumerateArray());
        Assert.Equal(id, (await Admin.DoAsync(HttpMethod.Get, "/sessions/" + id)).GetProperty("connectionId").GetString());
        Task closed = client.Socket.ExpectCloseAsync(CloseReason.ClosedByServer);
        await Admin.DoAsync(HttpMethod.Delete, "/sessions/" + id);
        await closed;
    }

    [Fact]
    public async Task Revocation_AddedTwice_IsOneAndCanBeTakenBack()
    {
        JsonElement first = await Admin.DoAsync(HttpMethod.Post, "/revocations", new { gid = "gid-1", reason = "lost" });
        JsonElement second = await Admin.DoAsync(HttpMethod.Post, "/revocations", new { gid = "gid-1" });
        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
        JsonElement entry = Assert.Single((await Admin.DoAsync(HttpMethod.Get, "/revocations")).GetProperty("revocations").EnumerateArray());
        Assert.Equal(("gid", "gid-1", "tester", "lost"), (
            entry.GetProperty("kind").GetString(), entry.GetProperty("value").GetString(),
            entry.GetProperty("note").GetProperty("by").GetString(), entry.GetProperty("note").GetProperty("reason").GetString()));
        await Admin.DoAsync(HttpMethod.Delete, "/revocations/" + first.GetProperty("id").GetString());
        Assert.Empty((await Admin.DoAsync(HttpMethod.Get, "/revocations")).GetProperty("revocations").EnumerateArray());
    }

    [Theory]
    [InlineData("joinGroup", "room.1", true, "rooms")]
    [InlineData("joinGroup", "other", false, "no rule")]
    [InlineData("sendToGroup", "room.1", false, "no rule")]
    public async Task Explain_OfAKey_NamesTheRule(string action, string target, bool allowed, string reason)
    {
        JsonElement answer = await Admin.DoAsync(HttpMethod.Post, "/explain", new { hub = "rules", publicKey = new string('A', 43), action, target });
        Assert.Equal(allowed, answer.GetProperty("allowed").GetBoolean());
        Assert.Contains(reason, answer.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drain_OfThisNode_TellsItsClientsAndLoadBalancers()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync();
        using AdminClient admin = AdminClient.Of(gateway);
        await using RawSwsClient client = await RawSwsClient.OpenAsync(gateway.Url("echo"));
        await client.SendAsync("hello");
        await client.ReadAsync("the echo");
        JsonElement before = await admin.DoAsync(HttpMethod.Get, "/status");
        Assert.False(before.GetProperty("node").GetProperty("draining").GetBoolean());
        Assert.Equal(1, before.GetProperty("node").GetProperty("sessions").GetInt32());
        Assert.Single(before.GetProperty("edges").EnumerateArray());
        Task closed = client.Socket.ExpectCloseAsync(CloseReason.Draining, Timeouts.Step);
        await admin.DoAsync(HttpMethod.Post, "/drain");
        await closed;
        Assert.True((await admin.DoAsync(HttpMethod.Get, "/status")).GetProperty("node").GetProperty("draining").GetBoolean());
        using HttpClient http = new();
        using HttpResponseMessage ready = await http.GetAsync(new Uri($"http://127.0.0.1:{gateway.HttpPort}/healthz/ready"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("draining: an operator sends this node's clients elsewhere\n", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await gateway.StopAsync();
    }

    [Fact]
    public async Task Drain_ClientThatSendsAndReadsNothing_IsCutOff()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync("--Limits:DrainWindow=00:00:00.1");
        using AdminClient admin = AdminClient.Of(gateway);
        await using RawSwsClient client = await RawSwsClient.OpenAsync(gateway.Url("echo"));
        string message = new('x', 256 * 1024);
        Task stuck;
        while (await Task.WhenAny(stuck = client.SendAsync(message), Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken)) == stuck)
        {
            // Until the gateway reads no more, since nobody takes its answers.
        }

        await admin.DoAsync(HttpMethod.Post, "/drain");

        long began = TimeProvider.System.GetTimestamp();
        while ((await admin.DoAsync(HttpMethod.Get, "/status")).GetProperty("node").GetProperty("connections").GetInt32() > 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Timeouts.Step, "The connection is still there.");
        }

        await gateway.StopAsync();
    }

    private static string Signed(string key, string header, string claims) =>
        AdminClient.Token(key, Encoding.Latin1.GetBytes(header), Encoding.Latin1.GetBytes(claims));
}
