/** The few things a colour may mean beside a word. */
export type Tone = 'neutral' | 'active' | 'good' | 'warning' | 'bad'
