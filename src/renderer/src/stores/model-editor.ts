/** The model that is being drawn: what is chosen in it, what is wrong with it, and every way to change it. */
import { defineStore } from 'pinia'
import { computed, markRaw, shallowRef } from 'vue'
import type { ImageShape } from '@shared/dataset'
import { losses } from '@shared/losses'
import type { LayerKind } from '@shared/layers'
import {
  findFindings,
  findLayer,
  toModelDocument,
  type Finding,
  type ModelGraph,
  type ModelPurpose,
  type OfferedRepair,
  type Place
} from '@shared/model'
import * as edit from '@shared/model/edit'
import { analyzeExperiment } from '../experiment-analysis'
import { useDatasetsStore } from './datasets'
import { useExperimentEditsStore } from './experiment-edits'
import { useMessagesStore } from './messages'

/** Where a new layer goes: behind one, into one connection, or to a place of its own. */
export interface Target {
  readonly after: string | null
  readonly before?: string | null
  readonly place?: Place | null
}

export const useModelEditorStore = defineStore('model-editor', () => {
  const edits = useExperimentEditsStore()
  const datasets = useDatasetsStore()
  const messages = useMessagesStore()
  const chosenNames = shallowRef<readonly string[]>([])
  /** Where the canvas draws the blocks, those included that nobody put anywhere. */
  const drawnPlaces = shallowRef<ReadonlyMap<string, Place>>(new Map())

  const result = computed(() => (edits.experiment ? analyzeExperiment(edits.experiment) : null))
  const graph = computed(() => (result.value?.kind === 'read' ? result.value.graph : null))
  const analysis = computed(() => (result.value?.kind === 'read' ? result.value.analysis : null))
  const purpose = computed<ModelPurpose | null>(() => {
    const card = datasets.chosen?.card
    if (!card || !edits.experiment) return null
    const { head } = losses[edits.experiment.training.loss]
    return {
      imageShape: card.imageShape as ImageShape,
      classCount: card.classNames.length,
      head
    }
  })
  const findings = computed<readonly Finding[]>(() =>
    graph.value && analysis.value ? findFindings(graph.value, purpose.value, analysis.value) : []
  )
  const findingsByLayer = computed(() => {
    const found = new Map<string, Finding[]>()
    for (const finding of findings.value) {
      found.set(finding.layer, [...(found.get(finding.layer) ?? []), finding])
    }
    return markRaw(found)
  })
  /** The chosen layers that are there, in the order of the model. */
  const selection = computed<readonly string[]>(() => {
    const names = new Set(chosenNames.value)
    return (graph.value?.layers ?? []).map(({ name }) => name).filter((name) => names.has(name))
  })

  function select(names: readonly string[]): void {
    chosenNames.value = names
  }

  function selectAll(): void {
    select((graph.value?.layers ?? []).map(({ name }) => name))
  }

  /** Changes the model as one edit that can be undone; what cannot be done is said, and nothing is changed. */
  function change(
    label: string,
    alter: (graph: ModelGraph) => ModelGraph,
    options: { mergeKey?: string | null } = {}
  ): void {
    const before = graph.value
    if (!before) return
    try {
      const after = alter(before)
      if (after === before) return
      edits.edit(
        label,
        (experiment) => ({ ...experiment, model: toModelDocument(after) as never }),
        options
      )
    } catch (error) {
      messages.showError(error)
    }
  }

  /** The last of the chosen layers, behind which something new goes; the end of the network when none is. */
  function findTarget(): string | null {
    return selection.value.at(-1) ?? graph.value?.output ?? null
  }

  /** Adds a layer and chooses it. */
  function add(kind: LayerKind, target: Target = { after: findTarget() }): void {
    changeAndSelect(`the new ${kind}`, (before) => edit.addLayer(before, { kind }, target))
  }

  function changeAndSelect(label: string, alter: (graph: ModelGraph) => edit.Added): void {
    let names: readonly string[] = []
    change(label, (before) => {
      const added = alter(before)
      ;({ names } = added)
      return added.graph
    })
    if (names.length > 0) select(names)
  }

  /** Takes the chosen layers out, and chooses what came before them. */
  function remove(): void {
    const names = selection.value
    const [first] = names
    if (!graph.value || first === undefined) return
    const next = findLayer(graph.value, first)?.inputs[0]
    change(describeMany('the removal of', names), (before) => edit.removeLayers(before, names))
    if (next !== undefined) select([next])
  }

  function duplicate(): void {
    const names = selection.value
    changeAndSelect(describeMany('the copy of', names), (before) =>
      edit.duplicateLayers(before, names)
    )
  }

  /** The chosen layers as text for the clipboard; null when none is chosen. */
  function copy(): string | null {
    return graph.value && selection.value.length > 0
      ? edit.writeFragment(graph.value, selection.value)
      : null
  }

  /** Takes layers from a text. @returns false when the text is something else. */
  function paste(text: string): boolean {
    try {
      const layers = edit.readFragment(text)
      const after = findTarget()
      if (!layers || after === null) return false
      changeAndSelect('what was pasted', (before) => edit.insertLayers(before, layers, after))
    } catch (error) {
      messages.showError(error)
    }
    return true
  }

  function setParam(key: string, value: unknown, names: readonly string[] = selection.value): void {
    const label = `${key} of ${describeNames(names)}`
    change(label, (before) => edit.setParam(before, names, key, value), {
      mergeKey: `param ${key} ${names.join(' ')}`
    })
  }

  function rename(before: string, after: string): void {
    if (before === after) return
    change(`the name of ${before}`, (model) => edit.renameLayer(model, before, after))
    if (graph.value?.layers.some(({ name }) => name === after)) select([after])
  }

  function connect(from: string, to: string): void {
    change(`the connection to ${to}`, (before) => edit.connectLayers(before, from, to))
  }

  function disconnect(from: string, to: string): void {
    change(`the connection to ${to}`, (before) => edit.disconnectLayers(before, from, to))
  }

  function place(places: Readonly<Record<string, Place>>): void {
    change('the place of blocks', (before) => edit.placeLayers(before, places))
  }

  /** Brings the chosen blocks to a common line. */
  function align(alignment: edit.Alignment): void {
    const places = Object.fromEntries(
      selection.value.flatMap((name) => {
        const known = drawnPlaces.value.get(name)
        return known ? [[name, known]] : []
      })
    )
    change('the place of blocks', (before) =>
      edit.placeLayers(before, edit.alignPlaces(places, alignment))
    )
  }

  function group(): void {
    const names = selection.value
    change('the new block', (before) => edit.groupLayers(before, names, 'block'))
  }

  /** What a button offered: one edit. */
  function repair({ label, graph: repaired }: OfferedRepair): void {
    change(`the repair "${label}"`, () => repaired)
  }

  return {
    result,
    graph,
    analysis,
    purpose,
    findings,
    findingsByLayer,
    selection,
    drawnPlaces,
    select,
    selectAll,
    change,
    add,
    remove,
    duplicate,
    copy,
    paste,
    setParam,
    rename,
    connect,
    disconnect,
    place,
    align,
    group,
    repair
  }
})

function describeMany(what: string, names: readonly string[]): string {
  return `${what} ${describeNames(names)}`
}

function describeNames(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `${names.length} layers`
}
