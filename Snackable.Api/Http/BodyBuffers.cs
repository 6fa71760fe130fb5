using System.Buffers;
using Microsoft.Extensions.ObjectPool;

namespace Snackable.Api.Http;

/// <summary>Pools the buffers that bodies are rendered into: a new buffer for each answer would be most of what is allocated.</summary>
internal sealed class BodyBuffers
{
    private readonly ObjectPool<ArrayBufferWriter<byte>> _pool = ObjectPool.Create(new Policy());

    public Buffer Rent() => new(_pool);

    /// <summary>A buffer, empty at first. Disposing it returns it to the pool.</summary>
    internal sealed class Buffer(ObjectPool<ArrayBufferWriter<byte>> pool) : IDisposable
    {
        public ArrayBufferWriter<byte> Writer { get; } = pool.Get();

        public void Dispose() => pool.Return(Writer);
    }

    private sealed class Policy : PooledObjectPolicy<ArrayBufferWriter<byte>>
    {
        private const int InitialBytes = 32 * 1024;

        // Larger buffers are left to the garbage collector: few files need them, and each would stay in the pool.
        private const int MaxPooledBytes = 256 * 1024;

        public override ArrayBufferWriter<byte> Create() => new(InitialBytes);

        public override bool Return(ArrayBufferWriter<byte> writer)
        {
            writer.ResetWrittenCount();
            return writer.Capacity <= MaxPooledBytes;
        }
    }
}
