import { describe, expect, it } from 'vitest'
import type { LayerKind } from '../../layers'
import { addLayer, connectLayers } from '../edit'
import { findFindings, type ModelPurpose } from '../findings'
import type { ModelGraph } from '../graph'
import { blankModel, chain } from '../testing'
import { findRepairs } from './index'

const purpose: ModelPurpose = { imageShape: [32, 32, 3], classCount: 10, head: 'softmax' }
const classes = ['Dense', { units: 10, activation: 'softmax' }] as const
type Added = LayerKind | readonly [LayerKind, Record<string, unknown>]

const classifier = (...added: readonly Added[]) => chain(blankModel(), ...added, 'Flatten', classes)
const loose = (kind: LayerKind) => addLayer(classifier(), { kind }, { after: null }).graph

/** A layer and a join with the picture beside it. */
const joined = (layer: Added, kind: LayerKind) =>
  connectLayers(
    chain(blankModel(), layer, kind, 'GlobalAveragePooling2D', classes),
    'image',
    kind.toLowerCase()
  )

/** What is found, and what each button says and does. */
function describeFindings(graph: ModelGraph): string[] {
  return findFindings(graph, purpose).flatMap((finding) => [
    `${finding.severity} ${finding.layer} ${finding.topic}`,
    ...findRepairs(graph, finding, purpose).map(({ label, effect }) => `  ${label} ${effect}`)
  ])
}

describe('what is wrong, and the buttons that repair it', () => {
  it.each<[string, ModelGraph, string[]]>([
    ['nothing', classifier(), []],
    [
      'Dense behind pictures',
      chain(blankModel(), ['Conv2D', { filters: 8 }], classes),
      [
        'error dense layer',
        '  Insert Flatten → 7,200, 72,234 parameters in all',
        '  Insert global average pooling → 8, 314 parameters in all',
        "  Remove Dense 'dense' → 30×30×8, 224 parameters in all"
      ]
    ],
    [
      'a convolution behind Flatten',
      classifier('Flatten', 'Conv2D'),
      [
        'error conv2d layer',
        "  Remove Flatten 'flatten' → 30×30×32, 288,906 parameters in all",
        "  Remove Conv2D 'conv2d' → 3,072, 30,730 parameters in all"
      ]
    ],
    [
      'a kernel that does not fit',
      classifier(['MaxPooling2D', { poolSize: [8, 8] }], ['Conv2D', { kernelSize: [5, 5] }]),
      [
        'error conv2d layer',
        '  Padding: same → 4×4×32, 7,562 parameters in all',
        '  Kernel 4×4 → 1×1×32, 1,898 parameters in all',
        '  Kernel 1×1 → 4×4×32, 5,258 parameters in all',
        '  Reset kernel size → 2×2×32, 2,186 parameters in all'
      ]
    ],
    [
      'a pool that does not fit',
      classifier(['MaxPooling2D', { poolSize: [64, 64] }]),
      [
        'error max_pooling2d layer',
        '  Padding: same → 1×1×3, 40 parameters in all',
        '  Pool 32×32 → 1×1×3, 40 parameters in all',
        '  Pool 1×1 → 32×32×3, 30,730 parameters in all',
        '  Reset pool size → 16×16×3, 7,690 parameters in all'
      ]
    ],
    [
      'strides and gaps together',
      classifier(['Conv2D', { strides: [2, 2], dilationRate: [2, 2] }]),
      [
        'error conv2d layer',
        '  Strides 1×1 → 28×28×32, 251,786 parameters in all',
        '  No dilation → 15×15×32, 72,906 parameters in all',
        "  Remove Conv2D 'conv2d' → 32×32×3, 30,730 parameters in all"
      ]
    ],
    [
      'unequal strides of single channels',
      classifier(['DepthwiseConv2D', { strides: [2, 1] }]),
      [
        'error depthwise_conv2d layer',
        '  Strides 1×1 → 30×30×3, 27,040 parameters in all',
        '  Strides 3×3 → 10×10×3, 3,040 parameters in all',
        "  Remove DepthwiseConv2D 'depthwise_conv2d' → 32×32×3, 30,730 parameters in all"
      ]
    ],
    [
      'a layer for another number of axes',
      classifier('Conv1D'),
      [
        'error conv1d layer',
        '  Use Conv2D → 30×30×32, 288,906 parameters in all',
        "  Remove Conv1D 'conv1d' → 32×32×3, 30,730 parameters in all"
      ]
    ],
    [
      'a sum of two shapes',
      joined(['Conv2D', { strides: [2, 2], padding: 'same' }], 'Add'),
      [
        'error add layer',
        "  Conv2D 1×1, strides 2×2 on 'image' → 16×16×32, 1,354 parameters in all",
        "  Remove Add 'add' → 16×16×32, 1,226 parameters in all"
      ]
    ],
    [
      'feature maps of two sizes side by side',
      joined(['Conv2D', { strides: [2, 2], padding: 'same' }], 'Concatenate'),
      [
        'error concatenate layer',
        "  Conv2D 1×1, strides 2×2 on 'image' → 16×16×35, 1,268 parameters in all",
        "  Remove Concatenate 'concatenate' → 16×16×32, 1,226 parameters in all"
      ]
    ],
    [
      'a join of one branch',
      classifier(['Conv2D', { padding: 'same', filters: 3 }], 'Add'),
      [
        'error add layer',
        "  Connect 'image' too → 32×32×3, 30,814 parameters in all",
        "  Remove Add 'add' → 32×32×3, 30,814 parameters in all"
      ]
    ],
    [
      'a layer that is not connected',
      loose('ReLU'),
      [
        'error re_lu layer',
        "  Put before 'dense' → 3,072, 30,730 parameters in all",
        "  Remove ReLU 're_lu' → 10, 30,730 parameters in all"
      ]
    ],
    [
      'a second end',
      connectLayers(loose('ReLU'), 'flatten', 're_lu'),
      ['error re_lu layer', "  Remove ReLU 're_lu' → 3,072"]
    ],
    [
      'a second input',
      loose('InputLayer'),
      ['error input layer', "  Remove InputLayer 'input' → 10"]
    ],
    [
      'units that are not the classes',
      chain(blankModel(), 'Flatten', ['Dense', { units: 7, activation: 'relu' }]),
      [
        'error dense units',
        '  Units 10 → 10, +9,219 parameters',
        '  Append Dense of 10 → 10, +80 parameters',
        'error dense head',
        '  Activation: softmax → 7',
        '  Append Dense of 10 → 10, +80 parameters'
      ]
    ],
    [
      'logits',
      chain(blankModel(), 'Flatten', ['Dense', { units: 10 }]),
      [
        'warning dense missing-head',
        '  Activation: softmax → 10',
        '  Append Dense of 10 → 10, +110 parameters'
      ]
    ],
    [
      'pictures at the end',
      blankModel(),
      [
        'error image end-shape',
        '  Append Flatten and Dense of 10 → 10, +30,730 parameters',
        '  Append global average pooling and Dense of 10 → 10, +40 parameters'
      ]
    ],
    [
      'a shape of another number of values',
      classifier(['Reshape', { targetShape: [5, 5] }]),
      [
        'error reshape layer',
        '  Reset target shape → 3,072, 30,730 parameters in all',
        "  Remove Reshape 'reshape' → 32×32×3, 30,730 parameters in all"
      ]
    ],
    [
      'more cut off than there is',
      classifier([
        'Cropping2D',
        {
          cropping: [
            [20, 20],
            [0, 0]
          ]
        }
      ]),
      [
        'error cropping2d layer',
        '  Reset cropping → 32×32×3, 30,730 parameters in all',
        "  Remove Cropping2D 'cropping2d' → 32×32×3, 30,730 parameters in all"
      ]
    ],
    [
      'an axis that is not there',
      classifier(['BatchNormalization', { axis: 4 }]),
      [
        'error batch_normalization layer',
        '  Reset axis → 32×32×3, 30,742 parameters in all',
        "  Remove BatchNormalization 'batch_normalization' → 32×32×3, 30,730 parameters in all"
      ]
    ],
    [
      'dropout behind softmax',
      chain(classifier(), 'Dropout'),
      [
        'error dropout head',
        '  Append Dense of 10 → 10, +110 parameters',
        "  Remove Dropout 'dropout' → 10",
        'warning dropout late-dropout',
        "  Remove Dropout 'dropout' → 10"
      ]
    ],
    [
      'a bias before batch normalisation',
      classifier('Conv2D', 'BatchNormalization'),
      ['warning conv2d useless-bias', '  No bias → 30×30×32, −32 parameters']
    ],
    [
      'steps longer than the kernel',
      classifier(['Conv2D', { strides: [4, 4] }]),
      [
        'warning conv2d strides',
        '  Strides 3×3 → 10×10×32, +11,520 parameters',
        '  Strides 1×1 → 30×30×32, +267,520 parameters'
      ]
    ],
    [
      'an input smaller than the pictures',
      chain(blankModel([28, 28, 1]), 'Flatten', classes),
      ['error image input', '  Shape 32×32×3 → 32×32×3, +22,880 parameters']
    ],
    [
      'an input larger than the pictures',
      chain(blankModel([64, 64, 3]), 'Flatten', classes),
      ['warning image input', '  Shape 32×32×3 → 32×32×3, −92,160 parameters']
    ]
  ])('%s', (_what, graph, expected) => {
    expect(describeFindings(graph)).toEqual(expected)
  })

  it('a repair does what it says', () => {
    const graph = chain(blankModel(), ['Conv2D', { filters: 8 }], classes)
    const [finding] = findFindings(graph, purpose)
    const [repair] = finding ? findRepairs(graph, finding, purpose) : []
    expect(repair?.graph.layers.map(({ kind }) => kind)).toEqual([
      'InputLayer',
      'Conv2D',
      'Flatten',
      'Dense'
    ])
    expect(repair && findFindings(repair.graph, purpose)).toEqual([])
  })
})
