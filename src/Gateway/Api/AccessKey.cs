using System.Security.Cryptography;
using System.Text;
using Sws.Gateway.Hosting;
using Sws.Gateway.Options;

namespace Sws.Gateway.Api;

/// <summary>The key that signs access tokens: the text of its file, as the Web PubSub SDKs take it out of a connection string.</summary>
internal sealed class AccessKey
{
    // 32 random bytes in base64 have 44; a shorter text is too easily guessed from one token.
    private const int MinLength = 32;
    private const int RandomBytes = 32;

    private readonly byte[] _key;

    private AccessKey(byte[] key, string file) => (_key, File) = (key, file);

    /// <summary>Where it is kept.</summary>
    public string File { get; }

    /// <summary>The key's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _key;

    /// <summary>Reads the configured key, or the embedded default's, which is made on the first start.</summary>
    /// <returns>Null in a cluster without a configured key: each node would make another.</returns>
    /// <exception cref="StartupException">The file cannot be used.</exception>
    public static AccessKey? Load(GatewaySettings settings)
    {
        if (settings.Api.AccessKeyFile is { } configured)
        {
            return Read("Api:AccessKeyFile", configured);
        }

        if (settings.Cluster.Provider != ClusterProvider.Localhost)
        {
            return null;
        }

        string file = Path.Combine(DataDirectory.Ensure(settings.DataDirectory), "api.key");
        if (!System.IO.File.Exists(file))
        {
            DataDirectory.Write(file, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes)) + "\n"), isSecret: true);
        }

        return Read("Gateway:DataDirectory", file);
    }

    /// <summary>Reads a key file.</summary>
    /// <param name="setting">What to name when it cannot be used.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="StartupException">It cannot be used.</exception>
    public static AccessKey Read(string setting, string file)
    {
        try
        {
            string text = System.IO.File.ReadAllText(file).Trim();
            return text.Length >= MinLength && !text.Any(char.IsWhiteSpace)
                ? new AccessKey(Encoding.UTF8.GetBytes(text), file)
                : throw new StartupException($"{setting}: {file} is no access key: one line of at least {MinLength} characters; make one with 'openssl rand -base64 32'.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{setting}: {file} cannot be read ({exception.Message}); let this user read it.");
        }
    }

    /// <summary>The type's name: nothing of the key.</summary>
    public override string ToString() => nameof(AccessKey);
}
