'use client';

import { PackagePlusIcon, PencilIcon } from 'lucide-react';
import { ActionDialog } from '@/components/action/action-dialog';
import { FormField } from '@/components/action/form-errors';
import { Button } from '@/components/ui/button';
import { SelectField } from '@/components/ui/select-field';
import type { Item } from '@/lib/api/types';
import { moneyInput } from '@/lib/order/money';
import { words } from '@/lib/order/status';
import { adjust, change, create } from './actions';

interface NewProductProps {
  categories: readonly string[];
  firstKey: string;
}

export function NewProduct({ categories, firstKey }: NewProductProps) {
  return (
    <ActionDialog
      trigger={
        <Button size="sm" data-testid="new-product">
          <PackagePlusIcon aria-hidden="true" /> New product
        </Button>
      }
      title="New product"
      description="It is in the catalogue at once; stock comes by adjusting it."
      confirm="Create"
      pending="Creating…"
      cancel="Discard"
      success="The product is in the catalogue"
      testId="confirm-product"
      firstKey={firstKey}
      action={create}
    >
      <FormField
        name="sku"
        label="SKU"
        required
        maxLength={64}
        pattern="[A-Za-z0-9\-]+"
        hint="Letters, digits and dashes, such as LAP-1011."
        autoComplete="off"
      />
      <ProductFields categories={categories} />
    </ActionDialog>
  );
}

export function EditProduct({ item, categories }: { item: Item; categories: readonly string[] }) {
  return (
    <ActionDialog
      trigger={
        <Button variant="outline" size="sm" data-testid="edit-product">
          <PencilIcon aria-hidden="true" /> Edit
        </Button>
      }
      title={`Change ${item.name}`}
      description="Orders that were placed keep the price that they had."
      confirm="Save changes"
      pending="Saving…"
      cancel="Discard"
      success={`${item.name} is changed`}
      testId="confirm-product"
      action={(form) => change(item.sku, form)}
    >
      <ProductFields categories={categories} item={item} />
    </ActionDialog>
  );
}

function ProductFields({ categories, item }: { categories: readonly string[]; item?: Item }) {
  return (
    <>
      <FormField
        name="name"
        label="Name"
        required
        maxLength={200}
        defaultValue={item?.name}
        autoComplete="off"
      />
      <SelectField
        name="category"
        label="Category"
        defaultValue={item?.category}
        options={categories.map((value) => ({ value, label: words(value) }))}
      />
      <div className="grid grid-cols-2 gap-4">
        <FormField
          name="price"
          field="price.amount_minor"
          label="Price, net, in euros"
          required
          inputMode="decimal"
          pattern="[0-9]{1,8}([.,][0-9]{1,2})?"
          placeholder="129.00"
          defaultValue={item && moneyInput(item.price)}
        />
        <FormField
          name="reorder_level"
          label="Reorder at"
          type="number"
          required
          min={0}
          max={1_000_000}
          defaultValue={item?.reorder_level ?? 10}
        />
      </div>
    </>
  );
}

interface AdjustStockProps {
  item: Pick<Item, 'sku' | 'name'>;
  warehouses: readonly string[];
  firstKey: string;
}

export function AdjustStock({ item: { sku, name }, warehouses, firstKey }: AdjustStockProps) {
  return (
    <ActionDialog
      trigger={
        <Button size="sm" data-testid="adjust-stock">
          Adjust stock
        </Button>
      }
      title={`Adjust ${name}`}
      description="Corrects a count: pieces that were found, or that are missing. The ledger keeps who did it and why."
      confirm="Adjust"
      pending="Adjusting…"
      cancel="Discard"
      success={`The stock of ${name} is adjusted`}
      testId="confirm-adjust"
      firstKey={firstKey}
      action={(form, key) => adjust(sku, form, key)}
    >
      <div className="grid grid-cols-2 gap-4">
        <SelectField
          name="warehouse"
          label="Warehouse"
          options={warehouses.map((value) => ({ value, label: value }))}
        />
        <FormField
          name="delta"
          label="Pieces"
          type="number"
          required
          step={1}
          min={-1_000_000}
          max={1_000_000}
          hint="Negative for missing ones."
        />
      </div>
      <FormField name="reason" label="Reason" required maxLength={200} autoComplete="off" />
    </ActionDialog>
  );
}
