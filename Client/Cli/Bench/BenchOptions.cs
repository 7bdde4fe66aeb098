using System.CommandLine;

namespace Cloud.Cli.Bench;

/// <summary>What all measurements are told.</summary>
internal static class BenchOptions
{
    public static Argument<string> NewTopic() => new("topic") { Description = "A topic for it." };

    public static Option<long> NewRecords(long usual) => AtLeastOne(new Option<long>("--records", "-n")
    {
        Description = "How many records.",
        HelpName = "n",
        DefaultValueFactory = _ => usual,
    });

    public static Option<int> NewSize() => AtLeastOne(new Option<int>("--size", "-s")
    {
        Description = "Bytes of each value.",
        HelpName = "bytes",
        DefaultValueFactory = static _ => 100,
    });

    /// <summary>Bytes that do not compress too well: half of them vary.</summary>
    public static byte[] NewValue(int size)
    {
        const int Seed = 1;
        var value = new byte[size];
        new Random(Seed).NextBytes(value.AsSpan(0, size / 2));
        return value;
    }

    private static Option<T> AtLeastOne<T>(Option<T> option)
        where T : struct, IComparable<T>, IConvertible
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>().ToInt64(null) < 1)
            {
                result.AddError($"{option.Name} must be 1 or more.");
            }
        });
        return option;
    }
}
