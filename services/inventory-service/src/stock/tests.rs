use super::*;

fn line(sku: &str, quantity: i32) -> Line {
    Line {
        sku: sku.to_owned(),
        quantity,
    }
}

fn level(sku: &str, warehouse: &str, available: i32) -> Level {
    Level {
        sku: sku.to_owned(),
        warehouse: warehouse.to_owned(),
        on_hand: available + 7,
        reserved: 7,
    }
}

fn shares(allocations: &[Allocation]) -> Vec<(&str, &str, i32)> {
    allocations
        .iter()
        .map(|a| (a.sku.as_str(), a.warehouse.as_str(), a.quantity))
        .collect()
}

#[test]
fn one_warehouse_serves_the_line_when_it_can() {
    let levels = [
        level("LAP-1001", "BER", 3),
        level("LAP-1001", "MAD", 9),
        level("LAP-1001", "RTM", 5),
    ];
    let allocations = allocate(Uuid::nil(), &[line("LAP-1001", 4)], &levels, None).unwrap();
    assert_eq!(shares(&allocations), [("LAP-1001", "MAD", 4)]);
}

#[test]
fn a_large_line_is_split_fullest_warehouse_first() {
    let levels = [
        level("LAP-1001", "BER", 3),
        level("LAP-1001", "MAD", 0),
        level("LAP-1001", "RTM", 5),
    ];
    let allocations = allocate(Uuid::nil(), &[line("LAP-1001", 7)], &levels, None).unwrap();
    assert_eq!(
        shares(&allocations),
        [("LAP-1001", "RTM", 5), ("LAP-1001", "BER", 2)]
    );
}

#[test]
fn equal_warehouses_are_taken_by_code() {
    let levels = [level("LAP-1001", "RTM", 5), level("LAP-1001", "BER", 5)];
    let allocations = allocate(Uuid::nil(), &[line("LAP-1001", 1)], &levels, None).unwrap();
    assert_eq!(shares(&allocations), [("LAP-1001", "BER", 1)]);
}

#[test]
fn the_nearest_warehouse_serves_what_it_can_and_the_next_the_rest() {
    let levels = [
        level("LAP-1001", "BER", 9),
        level("LAP-1001", "MAD", 3),
        level("LAP-1001", "RTM", 2),
    ];
    let distances = [("BER", 1600.0), ("MAD", 500.0), ("RTM", 1400.0)]
        .map(|(warehouse, km)| (warehouse.to_owned(), km))
        .into();
    let allocate = |quantity| {
        let lines = [line("LAP-1001", quantity)];
        super::allocate(Uuid::nil(), &lines, &levels, Some(&distances))
    };
    assert_eq!(shares(&allocate(3).unwrap()), [("LAP-1001", "MAD", 3)]);
    assert_eq!(
        shares(&allocate(7).unwrap()),
        [
            ("LAP-1001", "MAD", 3),
            ("LAP-1001", "RTM", 2),
            ("LAP-1001", "BER", 2)
        ]
    );
    assert!(allocate(14).is_ok());
    assert!(matches!(allocate(15), Err(StockError::OutOfStock { .. })));
}

#[test]
fn a_count_may_not_fall_below_what_is_reserved() {
    // 10 on hand, 7 reserved.
    let level = level("LAP-1001", "BER", 3);
    for delta in [1, -3, 999_999_990] {
        assert_eq!(check_adjustment(&level, delta), Ok(()), "{delta}");
    }
    for delta in [-4, -10, -11, i32::MIN, 999_999_991, i32::MAX] {
        assert!(check_adjustment(&level, delta).is_err(), "{delta}");
    }
}

#[test]
fn every_short_product_is_named() {
    let levels = [
        level("LAP-1001", "BER", 1),
        level("LAP-1002", "BER", 9),
        level("LAP-1003", "BER", 0),
    ];
    let lines = [
        line("LAP-1001", 2),
        line("LAP-1002", 2),
        line("LAP-1003", 1),
    ];
    let order_id = Uuid::now_v7();
    let skus = vec!["LAP-1001".to_owned(), "LAP-1003".to_owned()];
    assert_eq!(
        allocate(order_id, &lines, &levels, None),
        Err(StockError::OutOfStock { order_id, skus })
    );
}

#[test]
fn an_unknown_product_is_not_out_of_stock() {
    let levels = [level("LAP-1001", "BER", 1)];
    let lines = [line("LAP-1001", 2), line("NON-0000", 1)];
    assert_eq!(
        allocate(Uuid::now_v7(), &lines, &levels, None),
        Err(StockError::UnknownProducts(vec!["NON-0000".to_owned()]))
    );
}

#[test]
fn lines_of_the_same_product_are_added_up() {
    let lines = [
        line("LAP-1002", 1),
        line("LAP-1001", 2),
        line("LAP-1002", 3),
    ];
    assert_eq!(
        merge_lines(lines),
        [line("LAP-1001", 2), line("LAP-1002", 4)]
    );
}

/// Follows one piece through the ledger: each kind changes one number, and the quantities add up
/// to what is available.
#[test]
fn the_ledger_adds_up_after_every_step() {
    let steps = [
        (MovementKind::Receipt, 10, (10, 0)),
        (MovementKind::Reserve, -4, (10, 4)),
        (MovementKind::Release, 4, (10, 0)),
        (MovementKind::Commit, -4, (6, 0)),
        (MovementKind::Return, 4, (10, 0)),
        (MovementKind::Adjust, -1, (9, 0)),
    ];
    let (mut on_hand, mut reserved, mut sum) = (0, 0, 0);
    for (kind, quantity, after) in steps {
        let effect = kind.effect(quantity);
        on_hand += effect.0;
        reserved += effect.1;
        sum += quantity;
        assert_eq!((on_hand, reserved), after, "{kind:?}");
        assert_eq!(on_hand - reserved, sum, "{kind:?}");
    }
}
