import { describe, expect, it } from 'vitest'
import { fitInput } from './dataset'

describe('fitInput', () => {
  it('leaves pictures alone that have the shape of the input', () => {
    expect(fitInput([32, 32, 3], [32, 32, 3])).toEqual({ kind: 'same' })
  })

  it('centres digits in a larger input and repeats their grey channel, and says so', () => {
    expect(fitInput([28, 28, 1], [32, 32, 3])).toEqual({
      kind: 'adapted',
      padding: [2, 2, 2, 2],
      channelRepeats: 3,
      note: "The pictures are 28×28×1, the model's input is 32×32×3: each picture is padded with zeros to 32×32 and repeated to 3 channels."
    })
  })

  it('puts the odd row and column after the picture', () => {
    expect(fitInput([28, 28, 1], [31, 29, 1])).toMatchObject({ padding: [1, 2, 0, 1] })
  })

  it.each([
    [[32, 32, 3] as const, [28, 28, 3] as const, /never cropped to fit.*at least 32×32/],
    [[32, 32, 3] as const, [32, 32, 1] as const, /Give the input layer 3 channels/]
  ])('refuses %j in an input of %j with the way out', (images, input, reason) => {
    const fit = fitInput(images, input)
    expect(fit.kind === 'impossible' && fit.reason).toMatch(reason)
  })
})
