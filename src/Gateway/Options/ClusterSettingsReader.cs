using System.Net;
using StackExchange.Redis;

namespace Sws.Gateway.Options;

/// <summary>Reads <see cref="ClusterSettings"/>, and checks what role, provider and authority must have in common.</summary>
internal static class ClusterSettingsReader
{
    private const string ProviderKey = "Cluster:Provider";
    private const string RedisKey = "Cluster:Redis";
    private const string PasswordFileKey = "Cluster:RedisPasswordFile";
    private const string AdvertisedAddressKey = "Cluster:AdvertisedAddress";
    private const string CaKeyFileKey = "Trust:CaKeyFile";

    public static ClusterSettings Read(SettingsReader reader)
    {
        ClusterProvider provider = reader.Choice(ProviderKey, ClusterProvider.Localhost);
        return new ClusterSettings(
            provider,
            reader.Text("Cluster:ClusterId", "sws"),
            reader.Text("Cluster:ServiceId", "sws"),
            reader.Port("Cluster:SiloPort", 11111),
            reader.Port("Cluster:GatewayPort", 30000),
            AdvertisedAddress(reader),
            Redis(reader, provider));
    }

    /// <summary>Reports a role whose cluster or authority does not go with it.</summary>
    public static void CheckTogether(GatewayRole role, ClusterSettings cluster, TrustSettings trust, SettingsReader reader)
    {
        bool isEdge = role == GatewayRole.Edge;
        bool isRedis = cluster.Provider == ClusterProvider.Redis;
        if (role != GatewayRole.All && !isRedis)
        {
            reader.Report(ProviderKey, $"must be Redis where Gateway:Role is {role}: edges and silos find each other there");
        }

        if (isEdge && trust.CaKeyFile is not null)
        {
            reader.Report(CaKeyFileKey, "must not be set where Gateway:Role is Edge: the authority's key belongs on silos only");
        }

        if (!isEdge && isRedis && trust.CaKeyFile is null)
        {
            reader.Report(CaKeyFileKey, "is missing; in a cluster every silo needs the same authority: make one with 'cert ca new' and give its key file to all of them");
        }
    }

    private static RedisSettings? Redis(SettingsReader reader, ClusterProvider provider)
    {
        string? connection = reader.TextOrNull(RedisKey);
        string? passwordFile = reader.TextOrNull(PasswordFileKey);
        if (passwordFile is not null && !File.Exists(passwordFile))
        {
            reader.Report(PasswordFileKey, $"names a file that does not exist: {passwordFile}");
        }

        if (provider != ClusterProvider.Redis)
        {
            foreach (string key in new[] { connection is null ? null : RedisKey, passwordFile is null ? null : PasswordFileKey }.OfType<string>())
            {
                reader.Report(key, "is of no use where Cluster:Provider is Localhost; set that to Redis or leave this out");
            }

            return null;
        }

        if (connection is null)
        {
            reader.Report(RedisKey, "is missing; name the server, for example redis:6379");
            return null;
        }

        CheckConnection(reader, connection, passwordFile is not null);
        return new RedisSettings(connection, passwordFile);
    }

    private static void CheckConnection(SettingsReader reader, string connection, bool hasPasswordFile)
    {
        try
        {
            ConfigurationOptions options = ConfigurationOptions.Parse(connection);
            if (options.EndPoints.Count == 0)
            {
                reader.Report(RedisKey, "names no server; for example redis:6379");
            }

            if (options.Password is not null && hasPasswordFile)
            {
                reader.Report(PasswordFileKey, "must not be set where Cluster:Redis holds a password");
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // What the library says may quote the string, and with it a password.
            reader.Report(RedisKey, "must be a StackExchange.Redis connection string, for example redis:6379,ssl=true");
        }
    }

    private static IPAddress? AdvertisedAddress(SettingsReader reader)
    {
        IPAddress? address = reader.Address(AdvertisedAddressKey);
        if (address is not null && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            reader.Report(AdvertisedAddressKey, "must be the one address at which other nodes reach this one");
        }

        return address;
    }
}
