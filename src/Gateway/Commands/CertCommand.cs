using System.CommandLine;

namespace Sws.Gateway.Commands;

/// <summary>The <c>cert</c> command and everything below it.</summary>
internal static class CertCommand
{
    /// <summary>Makes the command, to be added to the root.</summary>
    /// <param name="time">Says what "now" is for signing and for expiry.</param>
    internal static Command Create(TimeProvider time) => new(
        "cert", "Make and check NaCl certificates; files interchange with the nacl-cert command.")
    {
        new Command("ca", "Certificate authorities.") { new CertCaNewCommand(time) },
        new Command("key", "Key pairs of devices and servers.") { new CertKeyNewCommand() },
        new CertIssueCommand(time),
        new CertVerifyCommand(time),
        new CertShowCommand(time),
    };
}
