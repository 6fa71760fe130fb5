using System.Buffers;
using Microsoft.Extensions.ObjectPool;

namespace Snackable.Api.Http;

/// <summary>Buffers that bodies are written into, used over and over: a new one for each answer is what the garbage collector spends most of its time on.</summary>
internal sealed class BodyBuffers
{
    private readonly ObjectPool<ArrayBufferWriter<byte>> _pool = ObjectPool.Create(new Policy());

    public Buffer Rent() => new(_pool);

    /// <summary>A buffer, empty, until it is given back.</summary>
    internal sealed class Buffer(ObjectPool<ArrayBufferWriter<byte>> pool) : IDisposable
    {
        public ArrayBufferWriter<byte> Writer { get; } = pool.Get();

        public void Dispose() => pool.Return(Writer);
    }

    private sealed class Policy : PooledObjectPolicy<ArrayBufferWriter<byte>>
    {
        private const int UsualBytes = 32 * 1024;

        // What a file with thousands of segments needs is not kept for those with some dozens.
        private const int MostBytes = 256 * 1024;

        public override ArrayBufferWriter<byte> Create() => new(UsualBytes);

        public override bool Return(ArrayBufferWriter<byte> writer)
        {
            writer.ResetWrittenCount();
            return writer.Capacity <= MostBytes;
        }
    }
}
