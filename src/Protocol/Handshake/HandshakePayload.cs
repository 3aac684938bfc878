using System.Text.Unicode;

namespace Sws.Protocol.Handshake;

/// <summary>The JSON behind the keys in the boxes of version 2.</summary>
internal static class HandshakePayload
{
    /// <summary>Reads ServerHello's <c>{"cert":{…},"requireCert":true}</c>.</summary>
    /// <param name="json">The rest of the box.</param>
    /// <param name="certificate">The certificate object as written.</param>
    /// <param name="requireCertificate">Whether the client must show one.</param>
    internal static bool TryReadServer(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> certificate, out bool requireCertificate)
    {
        certificate = default;
        ReadOnlySpan<byte> require = default;
        var scanner = new JsonScanner(json);
        var keys = default(JsonKeySet);
        bool first = true;
        _ = scanner.TryEnterObject();
        while (scanner.TryNextMember(ref keys, ref first, out ReadOnlySpan<byte> key))
        {
            _ = scanner.TryReadValue(out ReadOnlySpan<byte> value);
            if (key.SequenceEqual("cert"u8))
            {
                certificate = value;
            }
            else if (key.SequenceEqual("requireCert"u8))
            {
                require = value;
            }
        }

        requireCertificate = require.SequenceEqual("true"u8);
        return scanner.TryEnd()
            && Utf8.IsValid(json)
            && certificate.StartsWith("{"u8)
            && (requireCertificate || require.SequenceEqual("false"u8));
    }

    /// <summary>Reads ClientReady's certificate, or the <c>{}</c> that stands for none.</summary>
    /// <param name="json">The rest of the box.</param>
    /// <param name="empty">Whether the object has no members.</param>
    internal static bool TryReadClient(ReadOnlySpan<byte> json, out bool empty)
    {
        empty = true;
        var scanner = new JsonScanner(json);
        var keys = default(JsonKeySet);
        bool first = true;
        _ = scanner.TryEnterObject();
        while (scanner.TryNextMember(ref keys, ref first, out _))
        {
            empty = false;
            _ = scanner.TryReadValue(out _);
        }

        return scanner.TryEnd() && Utf8.IsValid(json);
    }
}
