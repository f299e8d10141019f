/** An experiment as a Python script that trains the same thing in Keras. */
import type { Experiment } from '../experiment'
import { comment } from './python-text'
import { writeSections } from './sections'

/** @throws UserError when the model cannot be read. */
export function toPythonScript(experiment: Experiment): string {
  const sections = writeSections(experiment).filter(({ code }) => code.length > 0)
  const [head] = sections
  const needs = ['keras', 'tensorflow', 'scikit-learn']
  return [
    comment(head?.title ?? ''),
    comment(head?.text ?? ''),
    comment(`Needs: pip install ${needs.join(' ')}`),
    '',
    sections.map(({ code }) => code.join('\n')).join('\n\n\n'),
    '',
    '',
    'if __name__ == "__main__":',
    '    main()',
    ''
  ].join('\n')
}
