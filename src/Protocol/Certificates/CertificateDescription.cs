using Sws.Protocol.Crypto;

namespace Sws.Protocol.Certificates;

/// <summary>
/// Builds descriptions with the fields in the order in which the Java verifier prints them again before it checks the signature:
/// another order, or a field more or less, is a bad signature there. It knows the lists in end certificates only.
/// </summary>
internal static class CertificateDescription
{
    public static EcmaValue Authority(string name, ReadOnlySpan<byte> publicKey, DateTimeOffset now, DateTimeOffset notAfter)
    {
        var members = Start("self", notAfter, name, publicKey);
        Finish(members, NewGid(), now);
        return EcmaValue.From(members);
    }

    public static EcmaValue EndEntity(string authority, CertificateRequest request, DateTimeOffset now)
    {
        var members = Start("ca", request.NotAfter, authority, request.PublicKey.Span);
        members.Set("names", Texts(request.Names));
        members.Set("ips", Texts(request.Ips));
        members.Set("macs", Texts(request.Macs));
        Finish(members, request.Gid ?? NewGid(), now);
        return EcmaValue.From(members);
    }

    public static EcmaValue Signed(EcmaValue description, ReadOnlySpan<byte> signature)
    {
        var sign = new EcmaMembers();
        sign.Set("signature", EcmaValue.From(signature));
        var root = new EcmaMembers();
        root.Set("desc", description);
        root.Set("sign", EcmaValue.From(sign));
        return EcmaValue.From(root);
    }

    private static EcmaMembers Start(string type, DateTimeOffset notAfter, string authority, ReadOnlySpan<byte> publicKey)
    {
        var members = new EcmaMembers();
        members.Set("version", EcmaValue.From("1.0"));
        members.Set("type", EcmaValue.From(type));
        members.Set("tte", EcmaValue.From((double)notAfter.ToUnixTimeMilliseconds()));
        members.Set("ca", EcmaValue.From(authority));
        members.Set("publickey", EcmaValue.From(publicKey));
        return members;
    }

    private static void Finish(EcmaMembers members, string gid, DateTimeOffset now)
    {
        members.Set("gid", EcmaValue.From(gid));
        members.Set("signtime", EcmaValue.From((double)now.ToUnixTimeMilliseconds()));
    }

    private static EcmaValue Texts(IReadOnlyList<string> texts) => EcmaValue.From([.. texts.Select(EcmaValue.From)]);

    /// <summary>A random UUID (RFC 9562, version 4).</summary>
    private static string NewGid()
    {
        Span<byte> bytes = stackalloc byte[16];
        SecureRandom.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
