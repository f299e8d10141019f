import { describe, expect, it } from 'vitest'
import reference from '../tensorboard/fixtures/tensorboard-logs.json'
import { readCsvLog } from './csv-log'

const readValues = (text: string, series: string): (readonly [number, number])[] | undefined =>
  readCsvLog(text, 'log.csv')
    .curves.find((curve) => curve.series === series)
    ?.points.map(({ step, value }) => [step, value] as const)

describe("the table of Keras' CSVLogger", () => {
  it.each(['comma', 'semicolon'] as const)('is read with %s', (separator) => {
    expect(readValues(reference.csv[separator], 'validation/loss')).toEqual([
      [1, 1.6386444568634033],
      [2, 1.5949883460998535],
      [3, 1.5538169145584106],
      [4, 1.515018343925476]
    ])
  })

  it('may have tabs, quotes, decimal commas, a byte order mark and lines of any end', () => {
    const text = '\uFEFF"epoch"\t"acc"\t"val_loss"\r\n0\t0,5\t1,25e-1\r\n\r\n1\t"0,75"\t1\r\n'
    expect(readValues(text, 'train/accuracy')).toEqual([
      [1, 0.5],
      [2, 0.75]
    ])
    expect(readValues(text, 'validation/loss')).toEqual([
      [1, 0.125],
      [2, 1]
    ])
  })

  it('may hold NaN, infinity and nothing', () => {
    const text = 'epoch,loss,lr\n0,nan,x\n1,inf,\n2,-inf,\n3,,0.1\n'
    expect(readValues(text, 'train/loss')).toEqual([
      [1, NaN],
      [2, Infinity],
      [3, -Infinity],
      [4, NaN]
    ])
    expect(readCsvLog(text, 'log.csv').leftOut).toEqual(['lr'])
  })

  it('counts on where a log was appended to', () => {
    expect(readValues('epoch,loss\n0,3\n1,2\n0,1.5\n1,1\n', 'train/loss')).toEqual([
      [1, 3],
      [2, 2],
      [3, 1.5],
      [4, 1]
    ])
    expect(readValues('epoch,loss\n1,3\n2,2\n', 'train/loss')?.map(([step]) => step)).toEqual([
      1, 2
    ])
  })

  it.each([
    ['', 'names no column "epoch"'],
    ['a,b\n1,2', 'names no column "epoch"'],
    ['epoch,lr\n0,1', 'no column is a metric: lr'],
    ['epoch,loss\n0,1,2', 'line 2 has 3 cells, expected 2'],
    ['epoch,loss\n0,1\n1,much', 'line 3: "much" is no number for loss'],
    ['epoch,loss\n0,=1+1', 'line 2: "=1+1" is no number for loss']
  ])('says of %j what is wrong', (text, sentence) => {
    expect(() => readCsvLog(text, 'log.csv')).toThrow(sentence)
    expect(() => readCsvLog(text, 'log.csv')).toThrow(/^log\.csv: /)
  })
})
