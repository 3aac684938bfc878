using System.Buffers.Text;
using Sws.Grains.Interfaces.Trust;
using Sws.Protocol.Certificates;

namespace Sws.Grains.Tests.Trust;

public sealed class TrustGrainTests(ClusterFixture cluster) : IDisposable
{
    private static readonly ChangeNote Note = new("tester", new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), "test");

    // One grain for the cluster: each test works with an authority and values of its own.
    private readonly CertificateAuthority _authority = CertificateAuthority.Create($"ca-{Guid.NewGuid():N}", TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(10));

    private ITrustGrain Grain => cluster.Client.GetGrain<ITrustGrain>(0);

    [Fact]
    public async Task AddAuthority_New_IsInTheSnapshotAndTheVersionGrows()
    {
        TrustSnapshot before = (await Grain.GetAsync(null))!;
        TrustChange added = await Grain.AddAuthorityAsync(_authority.Certificate.ToJson(), Note);
        Assert.Equal((TrustOutcome.Done, _authority.Certificate.Fingerprint), (added.Outcome, added.Id));
        TrustSnapshot after = (await Grain.GetAsync(before.Tag))!;
        Assert.True(after.Version > before.Version);
        TrustedAuthority authority = Assert.Single(after.Authorities, known => known.Fingerprint == added.Id);
        Assert.Equal((AuthoritySource.Added, Note), (authority.Source, authority.Note));
        Assert.Equal(TrustOutcome.Unchanged, (await Grain.AddAuthorityAsync(_authority.Certificate.ToJson(), Note)).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    public async Task AddAuthority_NotACertificate_IsInvalid(string text) =>
        Assert.Equal(TrustOutcome.Invalid, (await Grain.AddAuthorityAsync(text, Note)).Outcome);

    [Fact]
    public async Task AddAuthority_EndCertificate_IsInvalid()
    {
        CertificateRequest request = new(new byte[32], ["a.example"], [], [], null, TimeProvider.System.GetUtcNow().AddDays(1));
        Certificate end = _authority.Issue(request with { PublicKey = Protocol.Crypto.BoxKeyPair.Generate().PublicKey.ToArray() }, TimeProvider.System.GetUtcNow());
        Assert.Equal(TrustOutcome.Invalid, (await Grain.AddAuthorityAsync(end.ToJson(), Note)).Outcome);
    }

    [Fact]
    public async Task RemoveAuthority_Known_IsGoneAndUnknownIsNotFound()
    {
        await Grain.AddAuthorityAsync(_authority.Certificate.ToJson(), Note);
        string fingerprint = _authority.Certificate.Fingerprint;
        Assert.Equal(TrustOutcome.Done, (await Grain.RemoveAuthorityAsync(fingerprint, Note)).Outcome);
        Assert.DoesNotContain((await Grain.GetAsync(null))!.Authorities, known => known.Fingerprint == fingerprint);
        Assert.Equal(TrustOutcome.NotFound, (await Grain.RemoveAuthorityAsync(fingerprint, Note)).Outcome);
    }

    [Fact]
    public async Task Revoke_Twice_IsOneEntryAndUnrevokeRemovesIt()
    {
        RevocationRequest request = new(RevocationKind.Gid, Guid.NewGuid().ToString(), 0);
        TrustChange revoked = await Grain.RevokeAsync(request, Note);
        Assert.Equal(TrustOutcome.Done, revoked.Outcome);
        Assert.Equal((TrustOutcome.Unchanged, revoked.Id), ((await Grain.RevokeAsync(request, Note)) is var again ? (again.Outcome, again.Id) : default));
        Assert.Single((await Grain.GetAsync(null))!.Revocations, entry => entry.Value == request.Value);
        Assert.Equal(TrustOutcome.Done, (await Grain.UnrevokeAsync(revoked.Id!, Note)).Outcome);
        Assert.DoesNotContain((await Grain.GetAsync(null))!.Revocations, entry => entry.Value == request.Value);
        Assert.Equal(TrustOutcome.NotFound, (await Grain.UnrevokeAsync(revoked.Id!, Note)).Outcome);
    }

    [Fact]
    public async Task Grant_Twice_IsOneGrantAndWithdrawRemovesIt()
    {
        GrantRequest request = new("hub", GrantSubject.UserId, Guid.NewGuid().ToString(), false, "webpubsub.sendToGroup.room.*");
        TrustChange granted = await Grain.GrantAsync(request, Note);
        Assert.Equal(TrustOutcome.Done, granted.Outcome);
        TrustChange again = await Grain.GrantAsync(request, Note);
        Assert.Equal((TrustOutcome.Unchanged, granted.Id), (again.Outcome, again.Id));
        TrustChange denied = await Grain.GrantAsync(request with { IsDeny = true }, Note);
        Assert.NotEqual(granted.Id, denied.Id);
        Assert.Equal([false, true], (await Grain.GetAsync(null))!.Grants.Where(grant => grant.Request.Value == request.Value).Select(grant => grant.Request.IsDeny));
        Assert.Equal(TrustOutcome.Done, (await Grain.WithdrawAsync(granted.Id!, Note)).Outcome);
        Assert.Equal(TrustOutcome.NotFound, (await Grain.WithdrawAsync(granted.Id!, Note)).Outcome);
        Assert.Equal(denied.Id, Assert.Single((await Grain.GetAsync(null))!.Grants, grant => grant.Request.Value == request.Value).Id);
    }

    [Fact]
    public async Task Grant_OfNoRole_IsInvalid() =>
        Assert.Equal(TrustOutcome.Invalid, (await Grain.GrantAsync(new GrantRequest("hub", GrantSubject.UserId, "u", false, "fly"), Note)).Outcome);

    [Fact]
    public async Task Revoke_IssuedBefore_NamesTheAuthoritysKey()
    {
        RevocationRequest request = new(RevocationKind.IssuedBefore, _authority.Certificate.Fingerprint, 1000);
        Assert.Equal(TrustOutcome.NotFound, (await Grain.RevokeAsync(request, Note)).Outcome);
        await Grain.AddAuthorityAsync(_authority.Certificate.ToJson(), Note);
        TrustChange revoked = await Grain.RevokeAsync(request, Note);
        Revocation entry = Assert.Single((await Grain.GetAsync(null))!.Revocations, known => known.Id == revoked.Id);
        Assert.Equal((Base64Url.EncodeToString(_authority.Certificate.PublicKey.Span), 1000), (entry.Value, entry.BeforeMs));
    }

    [Fact]
    public async Task Get_WithTheTagThatHolds_SendsNothing()
    {
        // Other tests may change it in between; then there is another tag, and the question is asked again.
        for (int attempt = 0; attempt < 100; attempt++)
        {
            TrustSnapshot snapshot = (await Grain.GetAsync(null))!;
            if (await Grain.GetAsync(snapshot.Tag) is null)
            {
                return;
            }
        }

        Assert.Fail("The snapshot was sent again a hundred times, though its tag was known.");
    }

    public void Dispose() => _authority.Dispose();
}
