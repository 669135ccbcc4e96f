import type { Metadata } from 'next';
import { ProblemAlert } from '@/components/problem-alert';
import { PageHeader } from '@/components/shell/page-header';
import { listProducts } from '@/lib/api/inventory';
import { load } from '@/lib/api/load';
import { getPricing } from '@/lib/api/orders';
import { NewOrderForm } from './new-order-form';

export const metadata: Metadata = { title: 'New order' };

export default async function NewOrderPage({ searchParams }: PageProps<'/orders/new'>) {
  const { q, category } = await searchParams;
  const filter = { q: word(q), category: word(category) };
  const filtered = Boolean(filter.q || filter.category);
  // The categories come from the whole catalogue, whatever part of it is shown.
  const everything = load(listProducts());
  const [all, found, pricing] = await Promise.all([
    everything,
    filtered ? load(listProducts(filter)) : everything,
    load(getPricing()),
  ]);
  const problem = found.problem ?? all.problem ?? pricing.problem;
  return (
    <>
      <PageHeader
        title="New order"
        description="Pick products, say where they go, and choose how the card behaves"
      />
      {problem || !pricing.data ? (
        problem && <ProblemAlert problem={problem} />
      ) : (
        <NewOrderForm
          products={found.data ?? []}
          categories={[...new Set(all.data?.map((product) => product.category))].sort()}
          filter={filter}
          pricing={pricing.data}
          firstKey={crypto.randomUUID()}
        />
      )}
    </>
  );
}

function word(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
