/** What `datasets show` prints: the shapes as NumPy writes them, the values before and after scaling, the classes. */
import { formatCount } from '@shared/format'
import type { DatasetStatistics, Moments, PartStatistics } from '@shared/imported-dataset'
import { formatTable } from './output'

export function describeStatistics({ card, parts }: DatasetStatistics): string {
  return [
    `${card.label} (${card.id})`,
    ...parts.map(describePart),
    formatTable(
      ['class', 'name', ...parts.map(({ name }) => name)],
      card.classNames.map((name, label) => [
        `${label}`,
        name,
        ...parts.map(({ classCounts }) => formatCount(classCounts[label] ?? 0))
      ])
    )
  ].join('\n\n')
}

function describePart({ name, shape, dtype, values, channels }: PartStatistics): string {
  const names = channels.length === 3 ? ['red', 'green', 'blue'] : ['grey']
  const rows = [
    ['all', values] as const,
    ...(channels.length > 1
      ? channels.map((channel, index) => [names[index] ?? `${index}`, channel] as const)
      : [])
  ]
  return [
    `x_${name} (${shape.join(', ')}) ${dtype}, y_${name} (${shape[0]},)`,
    formatTable(
      ['values', 'min', 'max', 'mean', 'std', 'min/255', 'max/255', 'mean/255', 'std/255'],
      rows.map(([label, { raw, scaled }]) => [label, ...toCells(raw, 2), ...toCells(scaled, 4)])
    )
  ].join('\n')
}

function toCells({ min, max, mean, standardDeviation }: Moments, digits: number): string[] {
  return [
    digits === 2 ? `${min}` : min.toFixed(digits),
    digits === 2 ? `${max}` : max.toFixed(digits),
    mean.toFixed(digits),
    standardDeviation.toFixed(digits)
  ]
}
