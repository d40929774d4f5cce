using ArchOpt.Storage.Mongo;

namespace ArchOpt.Storage.Tests.Mongo;

public sealed class a_page_fits_in_memory
{
    [Fact]
    public void After_one_of_large_documents_the_next_asks_for_few()
    {
        var size = new PageSize();
        size.Learn(documents: 100, bytes: 100 << 20);
        size.Documents.ShouldBe(4);
    }

    [Fact]
    public void Small_documents_make_it_grow_up_to_one_batch_of_the_server()
    {
        var size = new PageSize();
        var first = size.Documents;
        size.Learn(documents: first, bytes: first * 1_000);
        size.Documents.ShouldBeInRange(first + 1, 4 * first);
        for (var i = 0; i < 5; i++) size.Learn(size.Documents, size.Documents * 1_000);
        size.Documents.ShouldBe(PageSize.Largest);
    }

    [Fact]
    public void A_gap_in_the_numbers_however_long_is_crossed_in_few_steps()
    {
        var size = new PageSize();
        var (position, steps) = (0L, 0);
        for (; position < 1L << 60; steps++)
        {
            position += size.Documents;
            size.Learn(documents: 0, bytes: 0);
        }

        steps.ShouldBeLessThan(40);
        size.Learn(documents: 1, bytes: 1_000);
        size.Documents.ShouldBeLessThanOrEqualTo(PageSize.Largest);
    }
}
