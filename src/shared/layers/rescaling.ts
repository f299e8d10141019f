/** Rescaling: values times a factor, plus an offset. */
import { countElements, defineLayer, elementwise } from './layer'
import { number } from './params'

export const rescaling = defineLayer({
  ...elementwise,
  className: 'Rescaling',
  label: 'Rescaling',
  help: 'Multiplies each value with a factor and adds an offset, as to bring pixels to another range.',
  link: 'https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/',
  category: 'preprocessing',
  params: {
    scale: number({
      start: 1 / 255,
      help: 'What each value is multiplied with, for example 0.00392 for 1/255.'
    }),
    offset: number({ default: 0, help: 'What is added afterwards.' })
  },
  multiplyAdds: (_params, _inputs, output) => countElements(output)
})
