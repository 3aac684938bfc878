using System.Runtime.InteropServices;

namespace Sws.Protocol.Crypto;

/// <summary>
/// The few libsodium functions SWS needs. Every wrapper above this class checks lengths; nothing here does.
/// </summary>
/// <remarks>Reference: <see href="https://doc.libsodium.org/"/>. The native library comes with the Sodium.Core package.</remarks>
internal static partial class Libsodium
{
    private const string Library = "libsodium";

    static Libsodium()
    {
        // 0 = initialised now, 1 = already initialised; both are fine. Without it the CPU dispatch and the generator are not set up.
        if (Initialize() < 0)
        {
            throw new InvalidOperationException("libsodium could not be initialised");
        }
    }

    [LibraryImport(Library, EntryPoint = "crypto_secretbox_easy")]
    internal static partial int SecretBoxEasy(ref byte box, ref readonly byte message, ulong messageLength, ref readonly byte nonce, ref readonly byte key);

    [LibraryImport(Library, EntryPoint = "crypto_secretbox_open_easy")]
    internal static partial int SecretBoxOpenEasy(ref byte message, ref readonly byte box, ulong boxLength, ref readonly byte nonce, ref readonly byte key);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_base")]
    internal static partial int ScalarMultBase(ref byte publicKey, ref readonly byte secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_box_beforenm")]
    internal static partial int BoxBeforeNm(ref byte shared, ref readonly byte publicKey, ref readonly byte secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_sign_seed_keypair")]
    internal static partial int SignSeedKeyPair(ref byte publicKey, ref byte secretKey, ref readonly byte seed);

    [LibraryImport(Library, EntryPoint = "crypto_sign_detached")]
    internal static partial int SignDetached(ref byte signature, nint signatureLength, ref readonly byte message, ulong messageLength, ref readonly byte secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_sign_verify_detached")]
    internal static partial int SignVerifyDetached(ref readonly byte signature, ref readonly byte message, ulong messageLength, ref readonly byte publicKey);

    [LibraryImport(Library, EntryPoint = "crypto_generichash")]
    internal static partial int GenericHash(ref byte hash, nuint hashLength, ref readonly byte message, ulong messageLength, nint key, nuint keyLength);

    [LibraryImport(Library, EntryPoint = "randombytes_buf")]
    internal static partial void RandomBytes(ref byte buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    private static partial int Initialize();
}
