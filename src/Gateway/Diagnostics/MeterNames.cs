namespace Sws.Gateway.Diagnostics;

/// <summary>Names of the gateway's sources of figures and traces.</summary>
internal static class MeterNames
{
    /// <summary>The meter of all areas of the gateway.</summary>
    public const string Gateway = "Sws.Gateway";
}
