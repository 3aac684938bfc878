using System.Security.Cryptography;
using System.Text;

namespace Sws.LoadGen.Workers;

/// <summary>
/// The secret that controllers and agents share, and the proof that both have it: each side sends 32 random bytes, both derive the key of
/// <see cref="LineSeal"/> from the secret and both values, and each shows a MAC made with it. All of fixed length, so that a stranger
/// cannot make the agent read without end.
/// </summary>
internal static class SharedSecret
{
    /// <summary>Environment variable that holds the secret.</summary>
    public const string Variable = "SWS_LOADGEN_SECRET";

    /// <summary>Shortest secret, in characters: enough for 128 bits of hexadecimal.</summary>
    public const int MinLength = 32;

    private const int NonceBytes = 32;

    private static readonly byte[] Context = "sws-loadgen agent 1"u8.ToArray();

    /// <summary>Reads the secret from the file, or from the environment. Null when there is none, or it is too short.</summary>
    public static string? Read(string? file)
    {
        var secret = (file is not null ? File.ReadAllText(file) : Environment.GetEnvironmentVariable(Variable))?.Trim();
        return secret is { Length: >= MinLength } ? secret : null;
    }

    /// <summary>Why there is no secret, and what to do.</summary>
    public static string Missing => $"--secret-file: agents need a shared secret of at least {MinLength} characters, in this file or in {Variable}";

    /// <summary>Shakes hands over a fresh connection. Null when the other side does not have the secret.</summary>
    /// <exception cref="IOException">The other side went away.</exception>
    public static async Task<MessageChannel?> AuthenticateAsync(Stream stream, string secret, bool isController, CancellationToken cancellation)
    {
        var own = RandomNumberGenerator.GetBytes(NonceBytes);
        await stream.WriteAsync(own, cancellation).ConfigureAwait(false);
        var other = new byte[NonceBytes];
        await stream.ReadExactlyAsync(other, cancellation).ConfigureAwait(false);
        byte[] salt = isController ? [.. own, .. other] : [.. other, .. own];
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, salt, Context);
        await stream.WriteAsync(Proof(key, isController), cancellation).ConfigureAwait(false);
        var proof = new byte[HMACSHA256.HashSizeInBytes];
        await stream.ReadExactlyAsync(proof, cancellation).ConfigureAwait(false);
        return CryptographicOperations.FixedTimeEquals(proof, Proof(key, !isController))
            ? new MessageChannel(stream, stream, new LineSeal(key, isController))
            : null;
    }

    private static byte[] Proof(byte[] key, bool isController) => HMACSHA256.HashData(key, isController ? "controller"u8 : "agent"u8);
}
