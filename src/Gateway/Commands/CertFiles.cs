using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Gateway.Commands;

/// <summary>
/// Certificate and key files; every failure is a <see cref="CommandFailedException"/> that names the file, the problem and the remedy.
/// </summary>
internal static class CertFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyDirectory = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode EveryoneReads = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static CertificateAuthority ReadAuthority(string file)
    {
        var content = Read(file);
        if (CertificateAuthority.TryReadKeyFile(content, out var authority, out var error))
        {
            return authority!;
        }

        throw new CommandFailedException(error == CertificateError.Malformed
            ? Certificate.TryParse(content, out _, out _)
                ? $"{file}: is a certificate without its secret key; give the authority's key file (ca.key)."
                : $"{file}: is not an authority's key file; give one made by 'cert ca new' (ca.key)."
            : $"{file}: {ExplainAuthority(error)}");
    }

    /// <summary>Reads the certificate of an authority that can be trusted; expired ones are read too.</summary>
    public static Certificate ReadTrustedAuthority(string file)
    {
        var certificate = ReadCertificateOrAuthority(file);
        var error = TrustStore.CheckAuthority(certificate);
        return error == CertificateError.None ? certificate : throw new CommandFailedException($"{file}: {ExplainAuthority(error)}");
    }

    public static Certificate ReadCertificate(string file) =>
        Certificate.TryParse(Read(file), out var certificate, out _)
            ? certificate!
            : throw new CommandFailedException($"{file}: is not a certificate; give a file made by 'cert issue'.");

    public static Certificate ReadCertificateOrAuthority(string file)
    {
        var content = Read(file);
        if (Certificate.TryParse(content, out var certificate, out _))
        {
            return certificate!;
        }

        if (CertificateAuthority.TryReadKeyFile(content, out var authority, out _))
        {
            using (authority)
            {
                return authority!.Certificate;
            }
        }

        throw new CommandFailedException($"{file}: is not a certificate; give a file made by 'cert issue' or 'cert ca new'.");
    }

    public static BoxKeyPair ReadKeyPair(string file) =>
        KeyPairFile.TryRead(Read(file), out var keyPair)
            ? keyPair!
            : throw new CommandFailedException(
                $"{file}: is not a key pair; give a file with both keys, made by 'cert key new' (a public key alone proves nothing).");

    public static void MakeDirectory(string directory) => Try(directory, "cannot be made", () =>
    {
        if (!Directory.Exists(directory))
        {
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(directory)
                : Directory.CreateDirectory(directory, OwnerOnlyDirectory);
        }
    });

    /// <summary>Fails before any work is done if the file is there and must not be overwritten.</summary>
    public static void CheckFree(string file, bool force)
    {
        if (!force && File.Exists(file))
        {
            throw new CommandFailedException($"{file}: exists already; choose another name, or overwrite it with --force.");
        }
    }

    /// <summary>Writes a file that only its owner may read.</summary>
    public static void WritePrivate(string file, ReadOnlySpan<byte> content, bool force) => Write(file, content, force, OwnerOnly);

    /// <summary>Writes a file that is no secret.</summary>
    public static void WritePublic(string file, ReadOnlySpan<byte> content, bool force) => Write(file, content, force, EveryoneReads);

    // Into a new file that gets its name when it is complete: no reader sees half of it, and an old file's mode is not inherited.
    private static void Write(string file, ReadOnlySpan<byte> content, bool force, UnixFileMode mode)
    {
        CheckFree(file, force);
        var bytes = content.ToArray();
        Try(file, "cannot be written", () =>
        {
            var temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, $".{Path.GetRandomFileName()}");
            try
            {
                WriteNew(temporary, bytes, mode);
                File.Move(temporary, file, overwrite: force);
            }
            finally
            {
                File.Delete(temporary);
                Array.Clear(bytes);
            }
        });
    }

    private static void WriteNew(string file, byte[] content, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var stream = new FileStream(file, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    private static byte[] Read(string file)
    {
        byte[] content = [];
        Try(file, "cannot be read", () =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
            // One byte more than any valid file, so that a longer one is refused by its parser instead of being cut short.
            var buffer = new byte[CertificateLimits.MaxBytes + 1];
            content = buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        });
        return content;
    }

    private static void Try(string file, string problem, Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailedException($"{file}: {problem}: {Explain(failure)}");
        }
    }

    private static string Explain(Exception failure) => failure switch
    {
        FileNotFoundException => "there is no such file; check the path.",
        DirectoryNotFoundException => "there is no such directory; make it first (mkdir -p).",
        UnauthorizedAccessException => "it is a directory or permission is denied; check the path, its owner and its mode.",
        PathTooLongException => "the path is too long; use a shorter one.",
        IOException => "the disk or the file system refused; check the path and the free space.",
        _ => "the path is not valid; use another one.",
    };

    private static string ExplainAuthority(CertificateError error) => error switch
    {
        CertificateError.WrongType => "is an end certificate, not an authority's; give the authority's own (ca.cert).",
        CertificateError.BadSignature => "the authority's signature is wrong: the file was changed; restore it from a copy.",
        CertificateError.Revoked => "is an authority whose key comes with a public package; make your own with 'cert ca new'.",
        CertificateError.KeyMismatch => "the secret key is not the certificate's; restore the file from a copy.",
        _ => "is not an authority's file; give one made by 'cert ca new'.",
    };
}
