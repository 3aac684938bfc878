using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;
using Microsoft.AspNetCore.WebUtilities;
using Sws.Gateway.Options;
using Sws.Protocol.WebSockets;

namespace Sws.Gateway.Connections;

/// <summary>Parses one HTTP/1.1 upgrade request (RFC 6455, section 4.2.1) with Kestrel's parser.</summary>
/// <param name="forwardedHeader">The forwarding header to keep.</param>
internal sealed class UpgradeRequestParser(ForwardedHeader forwardedHeader = ForwardedHeader.Off) : IHttpRequestLineHandler, IHttpHeadersHandler
{
    /// <summary>The most bytes a request head may have; nginx and Node allow 8 to 16 KiB.</summary>
    public const int MaxHeadBytes = 16 * 1024;

    private static readonly HttpParser<UpgradeRequestParser> Parser = new(showErrorDetails: false);

    private bool _lineParsed;
    private bool _isGet;
    private bool _isHttp11;
    private string _path = "";
    private string _query = "";
    private bool _upgradesToWebSocket;
    private bool _connectionUpgrades;
    private bool _hasHost;
    private bool _hasOrigin;
    private bool _isVersion13;
    private string? _key;
    private List<string>? _protocols;
    private bool _repeatedKey;
    private List<string>? _forwarded;

    private ReadOnlySpan<byte> ForwardedName => forwardedHeader == ForwardedHeader.Forwarded ? "forwarded"u8 : "x-forwarded-for"u8;

    /// <summary>How many bytes of the head were parsed so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Whether the whole head was read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads as much of the head as is there.</summary>
    /// <param name="buffer">What was received; what was read is cut off its front.</param>
    /// <returns>False when it is not HTTP.</returns>
    public bool TryParse(ref ReadOnlySequence<byte> buffer)
    {
        SequenceReader<byte> reader = new(buffer);
        try
        {
            _lineParsed = _lineParsed || Parser.ParseRequestLine(this, ref reader);
            IsComplete = _lineParsed && Parser.ParseHeaders(this, ref reader);
        }
        catch (BadHttpRequestException)
        {
            return false;
        }
        finally
        {
            BytesRead += reader.Consumed;
            buffer = buffer.Slice(reader.Position);
        }

        return true;
    }

    /// <summary>The request, or why it is refused. Call when <see cref="IsComplete"/>.</summary>
    public UpgradeRefusal? Check(out UpgradeRequest? request)
    {
        request = null;
        if (!_upgradesToWebSocket || !_connectionUpgrades)
        {
            return UpgradeRefusal.UpgradeRequired;
        }

        if (!_isGet || !_isHttp11 || !_hasHost || !_isVersion13 || _repeatedKey || _key is null || !UpgradeKey.IsValidKey(_key))
        {
            return UpgradeRefusal.BadRequest;
        }

        request = new UpgradeRequest(_path, QueryHelpers.ParseQuery(_query), _key, _protocols ?? [], _hasOrigin, _forwarded);
        return null;
    }

    /// <inheritdoc/>
    public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
    {
        _isGet = versionAndMethod.Method == Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpMethod.Get;
        _isHttp11 = versionAndMethod.Version == Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpVersion.Http11;

        // Kestrel's start line ends with the target; the path ends where the query begins.
        _path = Encoding.ASCII.GetString(startLine.Slice(targetPath.Offset, targetPath.Length));
        _query = Encoding.ASCII.GetString(startLine[(targetPath.Offset + targetPath.Length)..]);
    }

    /// <inheritdoc/>
    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "upgrade"u8))
        {
            _upgradesToWebSocket |= HasToken(value, "websocket"u8);
        }
        else if (Ascii.EqualsIgnoreCase(name, "connection"u8))
        {
            _connectionUpgrades |= HasToken(value, "upgrade"u8);
        }
        else if (Ascii.EqualsIgnoreCase(name, "sec-websocket-key"u8))
        {
            _repeatedKey |= _key is not null;
            _key = Encoding.ASCII.GetString(value);
        }
        else if (Ascii.EqualsIgnoreCase(name, "sec-websocket-version"u8))
        {
            _isVersion13 = value.SequenceEqual("13"u8);
        }
        else if (Ascii.EqualsIgnoreCase(name, "sec-websocket-protocol"u8))
        {
            (_protocols ??= []).AddRange(Encoding.ASCII.GetString(value).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
        else if (Ascii.EqualsIgnoreCase(name, "origin"u8))
        {
            _hasOrigin = true;
        }
        else if (Ascii.EqualsIgnoreCase(name, "host"u8))
        {
            _hasHost = true;
        }
        else if (forwardedHeader != ForwardedHeader.Off && Ascii.EqualsIgnoreCase(name, ForwardedName))
        {
            // Apart: what one line leaves open must not swallow the next, which may be another's.
            (_forwarded ??= []).Add(Encoding.ASCII.GetString(value));
        }
    }

    /// <inheritdoc/>
    public void OnHeadersComplete(bool endStream)
    {
    }

    /// <inheritdoc/>
    public void OnStaticIndexedHeader(int index)
    {
    }

    /// <inheritdoc/>
    public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value)
    {
    }

    private static bool HasToken(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        foreach (Range part in list.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(list[part].Trim((byte)' '), token))
            {
                return true;
            }
        }

        return false;
    }
}
