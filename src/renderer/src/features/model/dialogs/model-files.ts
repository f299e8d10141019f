/** What of a model can be saved: the texts of the table, and its picture. To add one: a line here. */
import type { SavedFile } from '@shared/contract/app'
import { exportFormats } from '@shared/export'
import type { Experiment } from '@shared/experiment'
import { parseModel } from '@shared/model'
import { writeDiagramSvg } from '@shared/model/diagram-svg'
import { drawSvgAsPng } from './svg-to-png'

export interface ModelFile {
  readonly key: string
  readonly label: string
  readonly help: string
  readonly extension: string
  /** Whether its text is worth having on the clipboard. */
  readonly isText: boolean
  create(experiment: Experiment): Promise<SavedFile['content']>
}

const diagram = (experiment: Experiment, theme: 'light' | 'dark'): string =>
  writeDiagramSvg(parseModel(experiment.model), { theme, title: experiment.name })

export const modelFiles: readonly ModelFile[] = [
  ...Object.entries(exportFormats).map(([key, { label, help, extension, write }]) => ({
    key,
    label,
    help,
    extension,
    isText: true,
    create: (experiment: Experiment) => Promise.resolve(write(experiment))
  })),
  {
    key: 'svg',
    label: 'Diagram as SVG',
    help: 'Sharp at any size.',
    extension: 'svg',
    isText: true,
    create: (experiment) => Promise.resolve(diagram(experiment, 'light'))
  },
  {
    key: 'png',
    label: 'Diagram as PNG',
    help: 'At twice the size of the screen.',
    extension: 'png',
    isText: false,
    create: (experiment) => drawSvgAsPng(diagram(experiment, 'light'))
  }
]

/** `cifar-cnn.py` */
export function nameFile({ name }: Experiment, { extension }: ModelFile): string {
  return `${name.trim().replace(/\s+/g, '-')}.${extension}`
}
