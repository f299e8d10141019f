/** The environment variables of a trainer process: TensorFlow reads them while it loads, so they come with the start. */

/** What the user has set wins. */
export function createTrainerEnvironment(
  own: Readonly<Record<string, string | undefined>> = process.env
): Record<string, string> {
  const given = Object.entries(own).filter(
    (entry): entry is [string, string] => entry[1] !== undefined
  )
  return { ...defaults, ...Object.fromEntries(given) }
}

/** Which of the variables that change results or speed are set, and to what: part of a run's environment. */
export function describeFlags(
  environment: Readonly<Record<string, string>>
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) =>
      /^(TF_|OMP_|NVIDIA_TF32|CUDA_VISIBLE)/.test(name)
    )
  )
}

const defaults = {
  // Off by default on processors without AVX512_VNNI, where it halves the time of a convolution.
  TF_ENABLE_ONEDNN_OPTS: '1',
  // Everything: the lines go to a log file, and the one that explains a crash may be a mere warning.
  TF_CPP_MIN_LOG_LEVEL: '0',
  // Or TensorFlow takes the whole graphics card.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true'
}
