using System.Runtime.CompilerServices;
using System.Text;
using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>The caller's mistakes, found before they reach the server, which would close the connection for them.</summary>
internal static class Arguments
{
    public static void CheckName(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, parameter);
        if (Encoding.UTF8.GetByteCount(name) > MessageLimits.MaxNameBytes)
        {
            throw new ArgumentException($"At most {MessageLimits.MaxNameBytes} bytes in UTF-8.", parameter);
        }
    }

    public static void CheckData(MessageData data)
    {
        if (!data.IsWellFormed())
        {
            throw new ArgumentException($"The payload is not well-formed {data.Kind}.", nameof(data));
        }
    }
}
