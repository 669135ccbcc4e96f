package com.example.oms.user.accounts;

import com.example.oms.user.access.Role;
import com.example.oms.user.problem.Problem;
import com.example.oms.user.problem.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All accounts, in PostgreSQL. */
@Component
public class Accounts {

  private static final String COLUMNS =
      "id, email, name, phone, password_hash, roles, active, created_at, updated_at";

  private final JdbcClient jdbc;

  Accounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds an account.
   *
   * @throws Problem {@code email_taken} when somebody has the address
   */
  Account add(UUID id, String email, String name, String phone, String hash, Set<Role> roles) {
    return addIfFree(id, email, name, phone, hash, roles)
        .orElseThrow(
            () -> Problem.of(ProblemCode.EMAIL_TAKEN, "An account with this address exists"));
  }

  /** Adds an account unless somebody has the address. */
  Optional<Account> addIfFree(
      UUID id, String email, String name, String phone, String hash, Set<Role> roles) {
    return jdbc.sql(
            """
            insert into accounts (id, email, name, phone, password_hash, roles)
            values (:id, :email, :name, :phone, :hash, :roles)
            on conflict (lower(email)) do nothing
            returning %s"""
                .formatted(COLUMNS))
        .param("id", id)
        .param("email", email)
        .param("name", name)
        .param("phone", phone)
        .param("hash", hash)
        .param("roles", ids(roles))
        .query(Accounts::account)
        .optional();
  }

  /** The account with this id. */
  public Optional<Account> find(UUID id) {
    return jdbc.sql("select %s from accounts where id = :id".formatted(COLUMNS))
        .param("id", id)
        .query(Accounts::account)
        .optional();
  }

  /** The account with this address. */
  Optional<Account> findByEmail(EmailAddress email) {
    return jdbc.sql("select %s from accounts where lower(email) = :email".formatted(COLUMNS))
        .param("email", email.value())
        .query(Accounts::account)
        .optional();
  }

  /** Changes name and phone; null leaves what is there. */
  Optional<Account> change(UUID id, String name, String phone) {
    return jdbc.sql(
            """
            update accounts
            set name = coalesce(:name, name), phone = coalesce(:phone, phone), updated_at = now()
            where id = :id
            returning %s"""
                .formatted(COLUMNS))
        .param("id", id)
        .param("name", name)
        .param("phone", phone)
        .query(Accounts::account)
        .optional();
  }

  /** Sets another password, unless somebody was faster; answers whether it did. */
  public boolean changePassword(Account account, String hash) {
    return jdbc.sql(
                """
                update accounts set password_hash = :hash, updated_at = now()
                where id = :id and password_hash = :old and active""")
            .param("hash", hash)
            .param("id", account.id())
            .param("old", account.passwordHash())
            .update()
        > 0;
  }

  /** The account with this id, which nobody else changes until the transaction ends. */
  public Optional<Account> lock(UUID id) {
    return jdbc.sql("select %s from accounts where id = :id for update".formatted(COLUMNS))
        .param("id", id)
        .query(Accounts::account)
        .optional();
  }

  /** Sets roles and activity. */
  public Account administer(UUID id, Set<Role> roles, boolean active) {
    return jdbc.sql(
            """
            update accounts set roles = :roles, active = :active, updated_at = now()
            where id = :id
            returning %s"""
                .formatted(COLUMNS))
        .param("id", id)
        .param("roles", ids(roles))
        .param("active", active)
        .query(Accounts::account)
        .single();
  }

  /**
   * At most {@code limit} accounts, newest first, older than {@code after}; nulls do not filter.
   */
  public List<Account> search(String text, Role role, UUID after, int limit) {
    return jdbc.sql(
            """
            select %s from accounts
            where (cast(:pattern as text) is null or email ilike :pattern or name ilike :pattern)
              and (cast(:role as text) is null or :role = any (roles))
              and (cast(:after as uuid) is null or id < :after)
            order by id desc
            limit :limit"""
                .formatted(COLUMNS))
        .param("pattern", text == null ? null : "%" + escapeLike(text) + "%")
        .param("role", role == null ? null : role.id())
        .param("after", after)
        .param("limit", limit)
        .query(Accounts::account)
        .list();
  }

  private static String escapeLike(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private static String[] ids(Collection<Role> roles) {
    return roles.stream().map(Role::id).toArray(String[]::new);
  }

  private static Account account(ResultSet row, int number) throws SQLException {
    var roles = EnumSet.noneOf(Role.class);
    Arrays.stream((String[]) row.getArray("roles").getArray())
        .forEach(id -> Role.of(id).ifPresent(roles::add));
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("email"),
        row.getString("name"),
        row.getString("phone"),
        roles,
        row.getBoolean("active"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        row.getString("password_hash"));
  }
}
