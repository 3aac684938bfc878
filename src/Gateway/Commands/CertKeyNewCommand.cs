using System.CommandLine;
using System.Security.Cryptography;
using Sws.Protocol.Certificates;
using Sws.Protocol.Crypto;

namespace Sws.Gateway.Commands;

/// <summary><c>cert key new</c>: a new X25519 key pair.</summary>
internal sealed class CertKeyNewCommand : CertSubcommand
{
    private readonly Option<string> _out = FileOption("--out", "Where to write the key pair, with mode 0600.");
    private readonly Option<bool> _force = ForceOption();

    public CertKeyNewCommand()
        : base("new", "Make the key pair of a device or a server.")
    {
        Options.Add(_out);
        Options.Add(_force);
    }

    public override string Example => "cert key new --out device-1.key";

    protected override void Run(ParseResult arguments, TextWriter output)
    {
        var file = arguments.GetRequiredValue(_out);
        using var keyPair = BoxKeyPair.Generate();
        var content = KeyPairFile.Write(keyPair);
        CertFiles.WritePrivate(file, content, arguments.GetValue(_force));
        CryptographicOperations.ZeroMemory(content);
        output.WriteLine($"{file}: key pair with the public key {CertText.PublicKey(keyPair.PublicKey)}.");
    }
}
