namespace Sws.Grains.Hubs;

/// <summary>Whether a rule is about clients with or without a verified certificate.</summary>
public enum CertificatePresence
{
    /// <summary>About both.</summary>
    Any,

    /// <summary>Only about clients with one.</summary>
    Required,

    /// <summary>Only about clients without one.</summary>
    Absent,
}
