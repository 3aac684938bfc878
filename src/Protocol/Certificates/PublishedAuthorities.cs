namespace Sws.Protocol.Certificates;

/// <summary>
/// Keys of the authorities that the reference package (<c>nacl-cert</c> 1.0.4 and 1.1.0 on npm) carries in its source. The test
/// authority's secret key is printed there too, so anybody can sign with it; the root authority's is held by a third party and is the
/// default of every client that sets no other. Neither says anything about a peer of this gateway, under whatever name.
/// </summary>
internal static class PublishedAuthorities
{
    private static readonly byte[][] Keys =
    [
        Convert.FromHexString("10efcba84304bec844a33f8c1b8e0a1941e35cc7a6211e5c49dd91aedc375222"),
        Convert.FromHexString("ed875664918025b8fa404284747bcf33b6c73b5f11ba5df9dcd46d4dc8de9d43"),
    ];

    public static bool Contains(ReadOnlySpan<byte> publicKey)
    {
        foreach (var key in Keys)
        {
            if (publicKey.SequenceEqual(key))
            {
                return true;
            }
        }

        return false;
    }
}
