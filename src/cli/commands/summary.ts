/** `receptive summary`: the table of a model as Keras prints it. */
import { analyzeModel, parseModel } from '@shared/model'
import { formatSummary, summarizeModel } from '@shared/summary'
import { EXIT_FAILURE, EXIT_OK, jsonOption, type Command } from '../command'
import { complain } from '../output'
import { readExperiment } from '../read-experiment'

export const summary: Command = {
  name: 'summary',
  usage: 'EXPERIMENT.json [--json]',
  help: "Prints the model's layers, output shapes and parameters.",
  argumentCount: [1, 1],
  options: { ...jsonOption },

  run({ arguments: [path = ''], output }) {
    const experiment = readExperiment(path)
    const graph = parseModel(experiment.model)
    const analysis = analyzeModel(graph)
    const result = summarizeModel(graph.name, analysis)
    output.result(result, () => formatSummary(result))
    for (const error of analysis.errors) complain(error)
    return Promise.resolve(analysis.errors.length > 0 ? EXIT_FAILURE : EXIT_OK)
  }
}
