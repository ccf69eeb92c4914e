## Client
client = Client
client-who =
    .aria-label = Client
client-op =
    .aria-label = Operation
client-key =
    .aria-label = Key
    .placeholder = key
client-old =
    .aria-label = Expected old value
    .placeholder = old
client-value =
    .aria-label = Value
    .placeholder = value
client-target =
    .aria-label = Node to ask
client-any = → leader
client-send = Send
client-line =
    .aria-label = A statement to run now
    .placeholder = or type: set x 2 from c1 to n3
client-run = Run
client-history =
    .aria-label = Requests and answers
client-empty = No requests yet. Send one above.
client-detail = { $state ->
    [pending] { $tries ->
        [1] asks { $to }
       *[other] asks { $to }, try { $tries }
    }
   *[done] { $redirects ->
        [0] { $tries ->
            [1] { $took } · { $to }
           *[other] { $took } · { $to } · { $tries } tries
        }
       *[other] { $tries ->
            [1] { $took } · { $to } · redirected
           *[other] { $took } · { $to } · redirected, { $tries } tries
        }
    }
}
client-detail-unordered = { $op ->
    [get] stale · { $told }
   *[other] fits no order · { $told }
}
client-answer-unordered = { $op ->
    [get] { $answer }: stale
   *[other] { $answer }: fits no order
}
outcome-pending = waiting
outcome-ok = ok
outcome-absent = absent
outcome-refused = refused
outcome-error = not served
client-http-failed = { $why ->
    [refused] connection refused
    [reset] connection reset
   *[timed-out] no answer in time
}
command-line = Type a statement
client-lane-own = yours
client-lane-load = load
client-load-name = Load
client-dismiss-answered = Clear
    .title = Dismiss answered requests
client-load-words = { $answered ->
    [0] { $clients }: no answer yet
   *[other] { $waits ->
        [0] { $clients }: { $answered } answered, median { $median }
        [one] { $clients }: { $answered } answered, median { $median }; 1 waits
       *[other] { $clients }: { $answered } answered, median { $median }; { $waits } wait
    }
}
client-load-stale = { $words }; { $stale ->
    [one] 1 fits no order
   *[other] { $stale } fit no order
}
outcome-queued = queued
client-detail-queued = after { $command }
client-dismiss = Dismiss { $what }
