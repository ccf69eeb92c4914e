## Universes
universes =
    .aria-label = Universes
universes-title = Universes
universes-open =
    .title = Universes (U)
universes-of = Universes: { $name }
universes-about = An action in the past begins another universe. All are kept.
universes-others = { $n ->
    [one] + 1 other
   *[other] + { $n } others
}
universe-rename =
    .aria-label = Name of this universe
    .title = Rename
universe-span = { $from } – { $to }
universe-switch = Switch
universe-compare = Compare
universe-twin = Side by side
difference-none = This universe and “{ $other }” are the same as far as both were run.
difference-far = This universe and “{ $other }” are the same as far as they were compared.
difference-at = This universe and “{ $other }” part at { $at }.
difference-here = Here, at { $at }: { $said }
difference-there = In “{ $other }”, at { $at }: { $said }
difference-go = Go there
twin =
    .aria-label = Another universe, side by side
twin-words =
    .aria-label = What differs
twin-close = Close
twin-node = { $name }: here { $here }; there { $there }.
twin-face = { $role }, term { $term }, last entry { $last }, committed { $commit }
command-universes = Universes
