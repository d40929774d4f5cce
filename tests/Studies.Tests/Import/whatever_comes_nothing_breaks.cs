using System.Text;
using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Import;

namespace ArchOpt.Studies.Tests.Import;

public sealed class whatever_comes_nothing_breaks
{
    private static readonly string[] Samples =
    [
        "number,state,attempts,loss,auc,arch[0].w,arch[1].w,model,seed,worker,started,duration_s\n0,Completed,1,0.5,0.7,64,128,gat,1,w,2026-01-01T00:00:00.000Z,2.5\n1,Failed,1,,,64,,\"g,t\",2,,,1\n",
        "lr;kind;val_loss\n1e-3;\"a\nb\";0.5\n1e-4;c;nan\n",
        """[{"number":0,"value":0.5,"state":"COMPLETE","params":{"lr":0.1,"arch":[{"w":1}]},"user_attrs":{"forced_x":1,"t":[1,2]}},{"number":1,"values":[NaN],"state":3,"params":{}}]""",
        "{\"name\":\"a\",\"state\":\"finished\",\"config\":{\"lr\":{\"value\":1}},\"summary\":{\"loss\":1}}\n{\"name\":\"b\",\"state\":\"failed\",\"config\":\"{}\"}\n",
        """{"runs":[{"lr":1,"loss":2},{"lr":"x","loss":"NaN"}]}""",
    ];

    [Fact]
    public async Task mangled_files_are_refused_or_read_and_nothing_worse()
    {
        for (var number = 0; number < 600; number++)
        {
            var random = RandomStream.For(number);
            var bytes = Encoding.UTF8.GetBytes(Samples[number % Samples.Length]).ToList();
            for (var i = 1 + random.NextInt32(4); i > 0; i--) Mangle(bytes, random);
            var reading = await Importing.Read(new MemoryStream([.. bytes]), random.NextBoolean() ? "" : number % 5 < 2 ? "a.csv" : "a.json",
                request => random.NextBoolean() ? request : request with { Format = (ImportFormat)random.NextInt32(4), Group = random.NextBoolean() ? "g" : null });
            (reading.Definition is null || reading.Trials.Length + reading.BadRows > 0).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task it_does_not_matter_in_which_pieces_the_bytes_come()
    {
        foreach (var (sample, i) in Samples.Select((sample, i) => (sample, i)))
        {
            var whole = await Importing.Read(sample, "");
            var crumbs = await Importing.Read(new Crumbs(Encoding.UTF8.GetBytes(sample)), "");
            crumbs.File.ShouldBe(whole.File, $"sample {i}");
            crumbs.Trials.Select(trial => (trial.Row, trial.Configuration, trial.Name)).ShouldBe(whole.Trials.Select(trial => (trial.Row, trial.Configuration, trial.Name)));
            crumbs.Problems.ShouldBe(whole.Problems);
        }
    }

    [Fact]
    public async Task a_reader_that_is_called_off_stops()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => ImportFile.ReadAsync(new MemoryStream("a,loss\n1,2\n"u8.ToArray()), new() { Study = "s" }, null, source.Token));
    }

    [Fact]
    public async Task the_stream_stays_open()
    {
        await using var stream = new MemoryStream("a,loss\n1,2\n3,4\n"u8.ToArray());
        await Importing.Read(stream, "a.csv");
        stream.CanRead.ShouldBeTrue();
        stream.Position.ShouldBe(stream.Length);
    }

    private static void Mangle(List<byte> bytes, RandomStream random)
    {
        var at = random.NextInt32(bytes.Count);
        switch (random.NextInt32(5))
        {
            case 0:
                bytes[at] = (byte)random.NextInt32(256);
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(random.NextInt32(20), bytes.Count - at));
                if (bytes.Count == 0) bytes.Add((byte)'x');
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(random.NextInt32(bytes.Count), 1).Concat("\",[]{}\n;:1e"u8.ToArray().Skip(random.NextInt32(10)).Take(2)));
                break;
            case 3:
                bytes.AddRange(bytes.GetRange(at, bytes.Count - at));
                break;
            default:
                bytes[at] = (byte)"\",[]{}\n\\;1e-.nN"[random.NextInt32(15)];
                break;
        }
    }

    /// <summary>One byte at a time.</summary>
    private sealed class Crumbs(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, 1)], cancellationToken);
    }
}
