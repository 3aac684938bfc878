namespace Sws.Grains.Hubs;

/// <summary>Whether a client must come from an address that its certificate names.</summary>
public enum AddressCheck
{
    /// <summary>It must.</summary>
    Strict,

    /// <summary>The addresses in the certificate are ignored.</summary>
    Off,
}
