using Ctrace.Fuzz;
using Ctrace.Tests.Engines.Docker;
using Ctrace.Tests.Fuzz;

// What scripts/fuzz asks of the targets. A target is named in one word.
switch (args)
{
    case ["targets"]:
        Console.WriteLine(string.Join('\n', FuzzTargets.All(null).Select(Corpus.Word)));
        return 0;
    case ["corpus", var name, var directory]:
        Corpus.Write(Find(name, null), directory);
        return 0;
    case ["fuzz", var name]:
        await using (var engine = new FakeEngine())
        {
            GuidedRun.Start(() => Find(name, engine));
        }

        return 0;
    case ["try", var name, .. var files]:
        await using (var engine = new FakeEngine())
        {
            return Trial.Run(Find(name, engine), files);
        }

    default:
        Console.Error.WriteLine("usage: Ctrace.Fuzz targets | corpus TARGET DIRECTORY | fuzz TARGET | try TARGET FILE...");
        return 64;
}

static FuzzTarget Find(string name, FakeEngine? engine) => FuzzTargets.All(engine).Append(PlantedBug.Target).Single(target => Corpus.Word(target) == name);
