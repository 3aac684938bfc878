using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sws.Gateway.Hosting;
using Sws.Testing;

namespace Sws.Gateway.Tests.Hosting;

public sealed class SocketBlocksTests : IDisposable
{
    private readonly SocketBlocks _blocks = new();

    public void Dispose() => _blocks.Dispose();

    [Fact]
    public void Rent_AsPipesAsk_AWholeBlock()
    {
        using IMemoryOwner<byte> block = _blocks.Rent(4096);

        Assert.Equal(SocketBlocks.BlockBytes, block.Memory.Length);
        Assert.Equal(SocketBlocks.BlockBytes, _blocks.MaxBufferSize);
    }

    [Fact]
    public void Rent_MoreThanABlock_Refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _blocks.Rent(SocketBlocks.BlockBytes + 1));

    [Fact]
    public void Dispose_ThenRent_TheSameBlock()
    {
        IMemoryOwner<byte> first = _blocks.Rent();
        IMemoryOwner<byte> second = _blocks.Rent();
        Assert.False(first.Memory.Equals(second.Memory));

        first.Dispose();
        second.Dispose();

        Assert.Equal(new HashSet<object> { first, second }, new HashSet<object> { _blocks.Rent(), _blocks.Rent() });
    }

    [Fact]
    public void Dispose_Twice_TheBlockIsGivenToOneOnly()
    {
        IMemoryOwner<byte> block = _blocks.Rent();
        block.Dispose();
        block.Dispose();

        Assert.NotSame(_blocks.Rent(), _blocks.Rent());
    }

    [Fact]
    public void Dispose_MoreThanAreKept_LeftToTheCollector()
    {
        IMemoryOwner<byte>[] all = [.. Enumerable.Range(0, SocketBlocks.MaxFree + 10).Select(_ => _blocks.Rent())];
        foreach (IMemoryOwner<byte> block in all)
        {
            block.Dispose();
        }

        Assert.Equal(SocketBlocks.MaxFree, _blocks.Free);
    }

    [Fact]
    public void Rent_WhatThisThreadGaveToAnotherPool_NotTaken()
    {
        using SocketBlocks other = new();
        IMemoryOwner<byte> theirs = other.Rent();
        IMemoryOwner<byte>? ours = null;

        // A thread of its own has given nothing back before.
        Thread thread = new(() =>
        {
            theirs.Dispose();
            ours = _blocks.Rent();
        });
        thread.Start();
        thread.Join();

        Assert.NotNull(ours);
        Assert.NotSame(theirs, ours);
    }

    [Fact]
    public async Task Build_Gateway_ItsSocketsUseThem()
    {
        using TemporaryFolder folder = new();
        await using WebApplication app = GatewayHost.Build(
            ["--Gateway:Role=Edge", "--Cluster:Provider=Redis", "--Cluster:Redis=127.0.0.1:1", "--Gateway:SwsPort=0", "--Gateway:HttpPort=0", $"--Gateway:DataDirectory={folder.Path}"]);

        Assert.IsType<SocketBlocks>(app.Services.GetRequiredService<IMemoryPoolFactory<byte>>());
    }

    [Fact]
    public async Task Kestrel_RecordOf4KiB_ReadInOnePiece()
    {
        TaskCompletionSource<bool> inOnePiece = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSocketScheduling().AddSingleton<IMemoryPoolFactory<byte>>(_blocks);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Run(async connection =>
        {
            ReadResult read = await connection.Transport.Input.ReadAtLeastAsync(4128);
            inOnePiece.SetResult(read.Buffer.IsSingleSegment);
            connection.Transport.Input.AdvanceTo(read.Buffer.End);
        })));
        await using WebApplication app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        Uri address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(new byte[4128], TestContext.Current.CancellationToken);

        Assert.True(await inOnePiece.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }
}
