using System.Text;
using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Definition;
using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class Mangled_files_are_refused_and_nothing_worse
{
    private const string Signs = "{}[]:,-#&*!|>'\"%@`?~ \n\t\\\0é🚀.0e";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_text_gives_a_definition_or_errors_with_a_place(bool asJson)
    {
        var sample = asJson ? StudyFileWriter.Write(SampleStudy.Read(SampleStudy.Text)) : SampleStudy.Text;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), number =>
        {
            var text = Mangle(sample, RandomStream.For(number));
            var result = StudyFile.Read(text, asJson ? "s.json" : "s.yaml");
            result.IsValid.ShouldBe(result.Errors.IsEmpty);
            result.Errors.ShouldAllBe(error => error.Line >= 1 && error.Line <= text.Count(c => c == '\n') + 2 && error.Column >= 1 && error.Message.Length > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static string Mangle(string text, RandomStream random)
    {
        var mangled = new StringBuilder(text);
        for (var i = 0; i <= random.NextInt32(4); i++)
        {
            var at = random.NextInt32(mangled.Length);
            var length = Math.Min(random.NextInt32(12), mangled.Length - at);
            if (random.NextBoolean()) mangled.Remove(at, length);
            else mangled.Insert(at, random.NextBoolean() ? Signs[random.NextInt32(Signs.Length)].ToString() : mangled.ToString(at, length));
        }

        return mangled.ToString();
    }
}
